namespace Referrals;

/// <summary>A guard of the application, by name.</summary>
internal sealed record CustomGuard(string Name) : Guard
{
    public override string Code => GuardCodes.Custom;

    internal override bool CountsReferrals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        try
        {
            var finding = book.Guard(Name).Find(context);
            return GuardFinding.Of(finding.Objects, $"{Name}: {finding.Actual ?? (finding.Objects ? "objects" : "does not object")}", finding.Required ?? "no objection");
        }
        catch (Exception exception) when (exception is not ReferralsException)
        {
            throw new ReferralsException(
                $"The custom guard '{Name}' threw {exception.GetType().Name} for a referral of {context.Referrer}. Nothing was stored. A guard must answer "
                + "for every referral; let it pass or object where it cannot tell.",
                exception);
        }
    }
}
