using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>Exponential decay with age, continuous or in whole periods.</summary>
internal sealed class TimeDecayModel(string name, double periodHours, double ratio, bool whole) : CreditModel(name)
{
    private readonly double _log = Math.Log(ratio);

    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        var newest = double.PositiveInfinity;
        for (var i = 0; i < shares.Length; i++)
        {
            var age = touches.HoursBeforeOf(i) / periodHours;
            shares[i] = whole ? Math.Floor(age) : age;
            newest = Math.Min(newest, shares[i]);
        }

        // The newest touch weighs exactly 1, so the sum is at least 1 however old all of them are.
        var sum = 0d;
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = Math.Exp(_log * (shares[i] - newest));
            sum += shares[i];
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }
}
