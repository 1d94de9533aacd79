using System.Globalization;
using Referrals.Explanations;

namespace Referrals;

/// <summary>A guard of the application, by name.</summary>
internal sealed record CustomGuard(string Name) : Guard
{
    public override string Code => GuardCodes.Custom;

    internal override bool CountsReferrals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book) => context.Calls is { } calls
        ? calls.Ask(new CustomCall("guard", Name, About(context)), GuardFinding.Passes(), () => Ask(context, book))
        : Ask(context, book);

    private GuardFinding Ask(GuardContext context, IGuardBook book)
    {
        try
        {
            var finding = book.Guard(Name).Find(context);
            return GuardFinding.Of(
                finding.Objects,
                Phrase.Of("value.named", Name, finding.Found.Value ?? Phrase.Of(finding.Objects ? "value.objects" : "value.does_not_object")),
                finding.Needed.IsNone ? Phrase.Of("value.no_objection") : finding.Needed);
        }
        catch (Exception exception)
        {
            throw CustomRuleFailure.Of($"guard '{Name}'", exception);
        }
    }

    /// <summary>The candidate: who would refer, by which touch.</summary>
    private static string About(GuardContext context) => KeyText.Of(
        "candidate",
        [
            context.Referrer.Value,
            context.ClaimedAt.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture),
            .. context.TouchAttributes.SelectMany(static each => (string[])[each.Key, each.Value]),
        ]);
}
