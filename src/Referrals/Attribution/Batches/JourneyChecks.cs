namespace Referrals.Attribution.Batches;

/// <summary>The rules of compact journey data, with messages that name the place.</summary>
internal static class JourneyChecks
{
    internal static void Offsets(ReadOnlySpan<int> offsets, int touches, int journeys)
    {
        if (offsets.Length != journeys + 1 || offsets[0] != 0 || offsets[^1] != touches)
        {
            throw new ArgumentException(
                $"Offsets begin with 0, end with the number of touches and are one more than the journeys: expected {journeys + 1} " +
                $"offsets that end with {touches}, found {offsets.Length}.", nameof(offsets));
        }

        for (var i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
            {
                throw new ArgumentException($"Offsets never fall, but offset {i} is {offsets[i]} after {offsets[i - 1]}.", nameof(offsets));
            }
        }
    }

    internal static void Channels(ReadOnlySpan<int> touches, int channels)
    {
        for (var i = 0; i < touches.Length; i++)
        {
            if (touches[i] < 0 || touches[i] >= channels)
            {
                throw new ArgumentException(
                    $"Touch {i} has the channel index {touches[i]}, but there are {channels} channels. Use the indices of the names.", nameof(touches));
            }
        }
    }

    internal static void Counts(ReadOnlySpan<double> numbers, string parameter)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!(numbers[i] >= 0 && numbers[i] <= double.MaxValue))
            {
                throw new ArgumentException($"Numbers are finite and 0 or more, but the one of journey {i} is {numbers[i]}.", parameter);
            }
        }
    }

    internal static void Finite(ReadOnlySpan<double> numbers, string parameter)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
            {
                throw new ArgumentException($"Hours are finite, but those of touch {i} are {numbers[i]}.", parameter);
            }
        }
    }

    internal static void SameLength(int expected, int found, string parameter)
    {
        if (expected != found)
        {
            throw new ArgumentException($"There is one number a journey: expected {expected}, found {found}.", parameter);
        }
    }

    internal static void PerTouch(int found, int touches, string parameter)
    {
        if (found != 0 && found != touches)
        {
            throw new ArgumentException($"There is one entry a touch, or none at all: expected {touches} or 0, found {found}.", parameter);
        }
    }
}
