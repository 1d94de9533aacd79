using System.Buffers;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>The same share for each distinct channel, spread evenly over its touches.</summary>
internal sealed class LinearUniqueModel() : CreditModel("linear_unique")
{
    /// <summary>Up to so many touches comparing each with each is faster than sorting.</summary>
    private const int ShortJourney = 24;

    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        var distinct = touches.Count <= ShortJourney ? CountShort(touches.Channels, shares) : CountLong(touches.Channels, shares);
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = 1 / (shares[i] * distinct);
        }
    }

    /// <summary>Fills in how often the channel of each touch occurs; returns how many channels there are.</summary>
    private static int CountShort(ReadOnlySpan<int> channels, Span<double> times)
    {
        times.Clear();
        var distinct = 0;
        for (var i = 0; i < channels.Length; i++)
        {
            // A count above 0 says that the channel was met at an earlier touch.
            if (times[i] > 0)
            {
                continue;
            }

            distinct++;
            var count = channels[i..].Count(channels[i]);
            for (var k = i; k < channels.Length; k++)
            {
                times[k] = channels[k] == channels[i] ? count : times[k];
            }
        }

        return distinct;
    }

    private static int CountLong(ReadOnlySpan<int> channels, Span<double> times)
    {
        var rented = ArrayPool<int>.Shared.Rent(channels.Length);
        var sorted = rented.AsSpan(0, channels.Length);
        channels.CopyTo(sorted);
        sorted.Sort();
        var distinct = 1;
        for (var i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
        }

        for (var i = 0; i < channels.Length; i++)
        {
            times[i] = FirstAbove(sorted, channels[i]) - FirstAbove(sorted, channels[i] - 1);
        }

        ArrayPool<int>.Shared.Return(rented);
        return distinct;
    }

    private static int FirstAbove(ReadOnlySpan<int> sorted, int value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
