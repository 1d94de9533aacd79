namespace Referrals.Tests.Documentation.Snippets;

public sealed class TenPercentRoundedUp : IIncentiveRule
{
    public IncentiveGrant Grant(QualificationContext context) => context.Amount is { } amount
        ? IncentiveGrant.Of(Amount.Of(decimal.Ceiling(amount.Value / 10), amount.Unit))
        : IncentiveGrant.None("no_amount");
}
