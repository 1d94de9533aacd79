using Referrals.Attribution.Batches;
using Referrals.Attribution.Journeys;

namespace Referrals.Attribution.ClosedForm;

/// <summary>Fixed weights for the touches that brought a stage about, the rest over the others.</summary>
internal sealed class MilestoneModel(string name, double milestone, double others, bool withLast) : CreditModel(name)
{
    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        shares.Clear();
        shares[0] += milestone;
        shares[^1] += withLast ? milestone : 0;
        AddFirstWith(TouchMilestones.Lead, touches, shares);
        AddFirstWith(TouchMilestones.Opportunity, touches, shares);

        var plain = shares.Count(0d);
        var sum = 0d;
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = shares[i] == 0 ? others / plain : shares[i];
            sum += shares[i];
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }

    private void AddFirstWith(TouchMilestones wanted, TouchSpans touches, Span<double> shares)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            if ((touches.MilestonesOf(i) & wanted) != 0)
            {
                shares[i] += milestone;
                return;
            }
        }
    }
}
