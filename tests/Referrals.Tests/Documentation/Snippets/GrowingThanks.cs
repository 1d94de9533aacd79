namespace Referrals.Tests.Documentation.Snippets;

public sealed class GrowingThanks : IIncentiveRule
{
    private static readonly Measure Orders = Measure.ReferredConversions("purchase").In(TimeFrame.CalendarMonth);

    public IReadOnlyList<Measure> History => [Orders];

    public IncentiveGrant Grant(QualificationContext context) =>
        IncentiveGrant.Of(Amount.Of(Math.Min(10, 4 + context.Count(Orders)), "EUR"));
}
