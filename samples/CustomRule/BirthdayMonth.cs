using System.Globalization;
using Referrals;

namespace Bookshop;

/// <summary>The order falls into the month of the friend's birthday, in the program's zone. The shop reports the month with the sign-up.</summary>
public sealed class BirthdayMonth : IConversionCondition
{
    /// <summary>The name by which programs ask for it.</summary>
    public const string Name = "birthday-month";

    /// <inheritdoc/>
    public ConditionAnswer IsMet(QualificationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var now = context.OccurredAt.InZone(context.Zone).Month;
        return int.TryParse(context.RefereeAttributes.GetValueOrDefault("birthMonth"), NumberStyles.None, CultureInfo.InvariantCulture, out var month)
            && month is >= 1 and <= 12
            ? month == now ? ConditionAnswer.Met(MonthName(now)) : ConditionAnswer.NotMet($"an order in {MonthName(now)}", MonthName(month))
            : ConditionAnswer.Unknown(required: "a birthMonth from 1 to 12 with the sign-up");
    }

    private static string MonthName(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
}
