using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.AI.Answers;
using Referrals.AI.Proposals;
using Referrals.AI.Texts;
using Referrals.Explanations;

namespace Referrals.AI.Functions;

/// <summary>One call of a function: who asks, the engine of their tenant and program, the arguments, and how answers are written.</summary>
internal sealed class ToolCall
{
    internal required ToolCaller Caller { get; init; }

    internal required ReferralEngine Engine { get; init; }

    internal required ReferralToolOptions Options { get; init; }

    internal required ToolArguments Arguments { get; init; }

    internal required ProposalSeal Proposals { get; init; }

    /// <summary>Whom the call was about, for the audit log.</summary>
    internal CustomerId? Concerns { get; set; }

    internal ReferralTexts Texts => field ??= Options.Words(Caller.Culture);

    internal ToolTexts Words => field ??= ToolTexts.For(Texts.Culture);

    internal ReferralProgram Program => field ??= Engine.Program;

    internal Instant Now => Engine.Clock.GetCurrentInstant();

    /// <summary>Whoever asks, as a participant.</summary>
    internal CustomerId Self
    {
        get
        {
            Concerns = Caller.Customer;
            return Caller.Customer!.Value;
        }
    }

    /// <summary>The customer whom a member of the team asks about.</summary>
    internal CustomerId Customer(string name = "customerId")
    {
        var customer = Arguments.Customer(name);
        Concerns = customer;
        return customer;
    }

    internal AmountAnswer Write(Amount amount) => new(
        amount.Value.ToString("F" + amount.Unit.Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), amount.Unit.Code, Texts.Write(amount));

    internal LocalDate DayOf(Instant at) => at.InZone(Program.Zone).Date;

    internal string WriteDay(Instant at) => Texts.Write(DayOf(at));

    /// <summary>The day in the program's zone. The time of day would tell a referrer when a friend bought.</summary>
    internal string IsoDay(Instant at) => LocalDatePattern.Iso.Format(DayOf(at));

    internal static string IsoTime(Instant at) => InstantPattern.ExtendedIso.Format(at);

    internal static string? IsoTime(Instant? at) => at is { } known ? IsoTime(known) : null;

    /// <exception cref="ToolException">The cursor is not one.</exception>
    internal static async ValueTask<Page<T>> PageAsync<T>(Func<ValueTask<Page<T>>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            throw new ToolException("argument.invalid", "'after' has to be the 'next' of the page before; leave it out for the first page.");
        }
    }
}
