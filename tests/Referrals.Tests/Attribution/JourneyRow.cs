using FsCheck;
using FsCheck.Fluent;
using Referrals.Attribution;

namespace Referrals.Tests.Attribution;

/// <summary>One row of a made-up path table, and generators of such tables.</summary>
internal sealed record JourneyRow(string Path, double Conversions, double Value, double Nulls)
{
    /// <summary>1 to 40 rows of 1 to 6 touches over up to five channels; some convert, in whole or in part, some weigh nothing.</summary>
    internal static Arbitrary<JourneyRow[]> Tables(bool withEmptyPaths = false) =>
        Row(withEmptyPaths ? 0 : 1).NonEmptyListOf().Select(rows => rows.Take(40).ToArray()).ToArbitrary();

    internal static JourneyBatch Batch(IEnumerable<JourneyRow> rows)
    {
        var list = rows.ToList();
        return PathTable.FromPaths(
            list.Select(row => row.Path).ToArray(), list.Select(row => row.Conversions).ToArray(),
            list.Select(row => row.Value).ToArray(), list.Select(row => row.Nulls).ToArray());
    }

    private static Gen<JourneyRow> Row(int leastTouches) =>
        from path in Gen.Elements("a", "b", "c", "d", "e").ArrayOf().Resize(6).Where(path => path.Length >= leastTouches)
        from conversions in Gen.Elements(0d, 0, 1, 2, 0.5, 7)
        from value in Gen.Elements(0d, 10, 99.95, 3.25)
        from nulls in Gen.Elements(0d, 1, 1, 3)
        select new JourneyRow(string.Join(" > ", path), conversions, conversions > 0 ? value * conversions : 0, nulls);
}
