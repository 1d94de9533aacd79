using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Referrals.Attribution;

/// <summary>First or last touch.</summary>
internal sealed class EndModel(string name, bool last) : CreditModel(name)
{
    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        shares.Clear();
        shares[last ? ^1 : 0] = 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override (double Conversions, double Value) Add(JourneySpans journeys, double[] conversions, double[] values)
    {
        var (lostConversions, lostValue) = (0d, 0d);
        var offsets = journeys.Offsets;
        for (var j = 0; j < journeys.Count; j++)
        {
            var (from, to) = (offsets[j], offsets[j + 1]);
            if (from == to)
            {
                lostConversions += journeys.Conversions[j];
                lostValue += journeys.Values[j];
                continue;
            }

            var channel = journeys.Touches[last ? to - 1 : from];
            conversions[channel] += journeys.Conversions[j];
            values[channel] += journeys.Values[j];
        }

        return (lostConversions, lostValue);
    }
}

/// <summary>The same share for each touch.</summary>
internal sealed class LinearModel() : CreditModel("linear")
{
    internal override void Weigh(TouchSpans touches, Span<double> shares) => shares.Fill(1d / shares.Length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override (double Conversions, double Value) Add(JourneySpans journeys, double[] conversions, double[] values)
    {
        var (lostConversions, lostValue) = (0d, 0d);
        var offsets = journeys.Offsets;
        for (var j = 0; j < journeys.Count; j++)
        {
            var (conversion, value) = (journeys.Conversions[j], journeys.Values[j]);
            if (conversion == 0 && value == 0)
            {
                continue;
            }

            var touches = journeys.Touches[offsets[j]..offsets[j + 1]];
            if (touches.IsEmpty)
            {
                lostConversions += conversion;
                lostValue += value;
                continue;
            }

            conversion /= touches.Length;
            value /= touches.Length;
            foreach (var channel in touches)
            {
                conversions[channel] += conversion;
                values[channel] += value;
            }
        }

        return (lostConversions, lostValue);
    }
}

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

/// <summary>Weights for first, middle and last.</summary>
internal sealed class PositionModel : CreditModel
{
    private readonly double _first;
    private readonly double _middle;
    private readonly double _last;
    private readonly double _firstOfTwo;

    internal PositionModel(string name, double first, double middle, double last, TwoTouchRule twoTouches = TwoTouchRule.RenormaliseEnds)
        : base(name)
    {
        var sum = first + middle + last;
        if (!(first >= 0 && middle >= 0 && last >= 0 && sum > 0 && double.IsFinite(sum)))
        {
            throw new ArgumentException($"Position weights are finite and 0 or more, and not all 0: not {first}, {middle}, {last}.", nameof(first));
        }

        (_first, _middle, _last) = (first / sum, middle / sum, last / sum);
        _firstOfTwo = twoTouches switch
        {
            TwoTouchRule.HalveMiddle => _first + (_middle / 2),
            TwoTouchRule.RenormaliseEnds => first + last > 0 ? first / (first + last) : 0.5,
            _ => throw new ArgumentOutOfRangeException(nameof(twoTouches), twoTouches, "Not a valid rule for two touches."),
        };
    }

    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        switch (shares.Length)
        {
            case 1:
                shares[0] = 1;
                return;
            case 2:
                shares[0] = _firstOfTwo;
                shares[1] = 1 - _firstOfTwo;
                return;
            default:
                shares.Fill(_middle / (shares.Length - 2));
                shares[0] = _first;
                shares[^1] = _last;
                return;
        }
    }
}

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

/// <summary>Credit by the place in the journey alone: in proportion to it, or by a ratio from each touch to the next.</summary>
internal sealed class IndexDecayModel(string name, double? ratio) : CreditModel(name)
{
    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        var (weight, sum) = (1d, 0d);
        for (var i = shares.Length - 1; i >= 0; i--)
        {
            shares[i] = ratio is null ? i + 1 : weight;
            sum += shares[i];
            weight *= ratio ?? 1;
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }
}

/// <summary>The last touch that is not through one of some channels.</summary>
internal sealed class LastNonModel : CreditModel
{
    private readonly FrozenSet<string> _passedOver;
    private readonly ChannelNames? _names;
    private readonly bool[] _isPassedOver = [];

    internal LastNonModel(string[] channels)
        : base("last_non_" + string.Join('_', channels))
    {
        if (channels.Length == 0 || channels.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Last-non takes at least one channel to pass over, and none of them blank.", nameof(channels));
        }

        _passedOver = channels.ToFrozenSet(StringComparer.Ordinal);
    }

    private LastNonModel(LastNonModel unbound, ChannelNames names)
        : base(unbound.Name)
    {
        _passedOver = unbound._passedOver;
        _names = names;
        _isPassedOver = new bool[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            _isPassedOver[i] = _passedOver.Contains(names[i]);
        }
    }

    internal override CreditModel For(ChannelNames names) => new LastNonModel(this, names);

    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        shares.Clear();
        for (var i = shares.Length - 1; i >= 0; i--)
        {
            if (!PassesOver(touches.Names, touches.Channels[i]))
            {
                shares[i] = 1;
                return;
            }
        }

        shares[^1] = 1;
    }

    // Without names (touches known by their times only) no channel can be passed over.
    private bool PassesOver(ChannelNames names, int channel) => ReferenceEquals(names, _names)
        ? _isPassedOver[channel]
        : names.Count > 0 && _passedOver.Contains(names[channel]);
}

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

/// <summary>Weights from a custom code, checked and normalised.</summary>
internal sealed class CustomModel(string name, CreditRule rule) : CreditModel(name)
{
    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        shares.Clear();
        rule(touches, shares);
        var sum = 0d;
        foreach (var weight in shares)
        {
            sum += weight >= 0 ? weight : double.NaN;
        }

        if (!double.IsFinite(sum) || sum <= 0)
        {
            throw new InvalidOperationException(
                $"The custom model '{Name}' must give each touch a finite weight of 0 or more, and not all 0. " +
                $"Check its rule for a journey of {shares.Length} touches.");
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }
}
