using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>The same share for each distinct channel, spread evenly over its touches.</summary>
internal sealed class LinearUniqueModel() : CreditModel("linear_unique")
{
    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        var channels = touches.Channels;
        shares.Clear();
        var distinct = 0;
        for (var i = 0; i < channels.Length; i++)
        {
            // A share above 0 says that the channel was met at an earlier touch.
            if (shares[i] > 0)
            {
                continue;
            }

            distinct++;
            var each = 1d / channels[i..].Count(channels[i]);
            for (var k = i; k < channels.Length; k++)
            {
                shares[k] = channels[k] == channels[i] ? each : shares[k];
            }
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= distinct;
        }
    }
}
