using FsCheck;
using FsCheck.Fluent;
using Referrals.Attribution;
using static Referrals.Tests.Attribution.AttributionVectors;

namespace Referrals.Tests.Attribution.DataDriven.Coalitions;

public sealed class ShapleyCountsTests
{
    [Fact]
    public void Credits_agree_with_DP6() => Agree(
        "synthA/expected_oracle_long.csv", "shapley_convrate",
        ShapleyCounts.Count(Table("synthA/input.csv").Journeys.Spans).SolveConversionRate());

    [Fact]
    public void Credit_is_conserved_even_where_one_is_negative() => Prop.ForAll(JourneyRow.Tables(withEmptyPaths: true), rows =>
    {
        var credits = ShapleyCounts.Count(JourneyRow.Batch(rows).Spans).SolveConversionRate();
        Close(rows.Sum(row => row.Conversions), credits.Rows.Append(credits.Unattributed).Sum(row => row.Conversions), "conversions");
        Close(rows.Sum(row => row.Value), credits.Rows.Append(credits.Unattributed).Sum(row => row.Value), "value");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parts_merge_to_the_whole() => Prop.ForAll(JourneyRow.Tables(), rows =>
    {
        var half = rows.Length / 2;
        var merged = ShapleyCounts.Count(JourneyRow.Batch(rows[..half]).Spans).Merge(ShapleyCounts.Count(JourneyRow.Batch(rows[half..]).Spans));
        Same(ShapleyCounts.Count(JourneyRow.Batch(rows).Spans).SolveConversionRate(), merged.SolveConversionRate());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_channels_share_by_hand_calculation()
    {
        // r(a) = 1/2, r(b) = 1/4, r(ab) = 1: a gets (1/2 + 3/4)/2 = 5/8, b gets (1/4 + 1/2)/2 = 3/8 of the pair's 4 conversions.
        var credits = ShapleyCounts.Count(JourneyRow.Batch(
            [new("a", 1, 0, 1), new("b", 1, 0, 3), new("b > a > b", 4, 0, 0)]).Spans).SolveConversionRate();
        Close(1 + (4 * 5d / 8), credits["a"].Conversions, "a");
        Close(1 + (4 * 3d / 8), credits["b"].Conversions, "b");
    }

    [Fact]
    public void Too_many_channels_are_refused_with_a_way_out()
    {
        var many = JourneyRow.Batch([new(string.Join(" > ", Enumerable.Range(0, 65).Select(i => $"c{i}")), 1, 1, 0)]);
        var error = Assert.Throws<InvalidOperationException>(() => ShapleyCounts.Count(many.Spans));
        Assert.Contains("at most 64", error.Message, StringComparison.Ordinal);

        var wide = JourneyRow.Batch([new(string.Join(" > ", Enumerable.Range(0, 21).Select(i => $"c{i}")), 1, 1, 0)]);
        error = Assert.Throws<InvalidOperationException>(() => ShapleyCounts.Count(wide.Spans).SolveConversionRate());
        Assert.Contains("at most 20", error.Message, StringComparison.Ordinal);
    }
}
