using System.Globalization;
using Referrals.Explanations;

namespace Referrals;

/// <summary>A guard of the application, by name.</summary>
internal sealed record CustomGuard(CustomUse Use) : Guard
{
    public override string Code => GuardCodes.Custom;

    internal override bool CountsReferrals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book) => context.Calls is { } calls
        ? calls.Ask(new CustomCall("guard", Use.ToString(), About(context)), GuardFinding.Passes(), () => Ask(context, book))
        : Ask(context, book);

    private GuardFinding Ask(GuardContext context, IGuardBook book)
    {
        try
        {
            var finding = book.Guard(Use).Find(context);
            return GuardFinding.Of(
                finding.Objects,
                Phrase.Of("value.named", Use.ToString(), finding.Found.Value ?? Phrase.Of(finding.Objects ? "value.objects" : "value.does_not_object")),
                finding.Needed.IsNone ? Phrase.Of("value.no_objection") : finding.Needed);
        }
        catch (Exception exception) when (context.WhenRuleFails == RuleFailure.FailClosed)
        {
            return GuardFinding.Of(true, Phrase.Of("value.named", Use.ToString(), CustomRuleFailure.Found(exception)), Phrase.Of("value.no_objection"));
        }
        catch (Exception exception)
        {
            throw CustomRuleFailure.Of($"guard '{Use}'", exception);
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
