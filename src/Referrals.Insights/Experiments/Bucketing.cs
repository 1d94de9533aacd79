using System.Text;

namespace Referrals.Insights.Experiments;

/// <summary>Where an id falls between 0 and 1, and which variant that is.</summary>
/// <remarks>
/// The published algorithm of GrowthBook, so that assignments agree with its SDKs: hash version 2 for variants, version 1 for namespaces. Ids are
/// hashed as UTF-8 and not normalized. This code is frozen: another hash would move people between variants of running experiments.
/// </remarks>
internal static class Bucketing
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>0.0000 to 0.9999, independent between seeds.</summary>
    public static double Version2(string seed, string id)
    {
        Span<char> digits = stackalloc char[10];
        _ = Fnv1A(seed + id).TryFormat(digits, out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        return Fnv1A(digits[..written]) % 10_000 / 10_000d;
    }

    /// <summary>0.000 to 0.999. Kept for namespaces only: between seeds it is not quite independent.</summary>
    public static double Version1(string seed, string id) => Fnv1A(id + seed) % 1_000 / 1_000d;

    /// <summary>Whether an id lies in a part of a namespace, the lower end included.</summary>
    public static bool InNamespace(string id, string name, double from, double to)
    {
        var bucket = Version1("__" + name, id);
        return bucket >= from && bucket < to;
    }

    /// <summary>The range of each variant. A greater coverage only adds to each range, so that nobody changes the variant.</summary>
    public static (double From, double To)[] Ranges(double coverage, IReadOnlyList<double> weights)
    {
        var ranges = new (double, double)[weights.Count];
        var start = 0d;
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = (start, start + (coverage * weights[i]));
            start += weights[i];
        }

        return ranges;
    }

    /// <summary>The index of the range that holds a bucket; -1 if none does.</summary>
    public static int Choose(double bucket, ReadOnlySpan<(double From, double To)> ranges)
    {
        for (var i = 0; i < ranges.Length; i++)
        {
            if (bucket >= ranges[i].From && bucket < ranges[i].To)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The 32-bit FNV-1a hash of the UTF-8 bytes.</summary>
    private static uint Fnv1A(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = text.Length <= 256 ? stackalloc byte[768] : new byte[Utf8.GetMaxByteCount(text.Length)];
        var hash = 2166136261u;
        foreach (var value in bytes[..Utf8.GetBytes(text, bytes)])
        {
            hash = unchecked((hash ^ value) * 16777619u);
        }

        return hash;
    }
}
