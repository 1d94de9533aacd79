using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Referrals.Attribution;
using static Referrals.Tests.Attribution.AttributionVectors;

namespace Referrals.Tests.Attribution.ClosedForm;

/// <summary>What must hold for every closed-form model, whatever the journeys.</summary>
public sealed class CreditModelPropertyTests
{
    private static readonly CreditModel[] Models =
    [
        CreditModel.First, CreditModel.Last, CreditModel.LastNon("a", "b"), CreditModel.Linear, CreditModel.LinearUnique,
        CreditModel.UShaped, CreditModel.JShaped, CreditModel.InverseJShaped, CreditModel.WShaped, CreditModel.FullPath,
        CreditModel.Position(3, 1, 0, TwoTouchRule.HalveMiddle), CreditModel.RankDecay, CreditModel.Geometric(0.3),
        CreditModel.TimeDecay(Duration.FromHours(5)), CreditModel.StepDecay(Duration.FromHours(30)),
        CreditModel.Custom("last_two", (_, weights) => weights[^Math.Min(2, weights.Length)..].Fill(1)),
    ];

    [Fact]
    public void Credit_is_conserved() => Each((model, rows) =>
    {
        var credits = Total(model, rows);
        Close(rows.Sum(row => row.Conversions), credits.Rows.Sum(row => row.Conversions) + credits.Unattributed.Conversions, model.Name);
        Close(rows.Sum(row => row.Value), credits.Rows.Sum(row => row.Value) + credits.Unattributed.Value, model.Name);
    });

    [Fact]
    public void Shares_are_not_negative_and_sum_to_one() => Each((model, rows) =>
    {
        var spans = JourneyRow.Batch(rows).Spans;
        for (var j = 0; j < spans.Count; j++)
        {
            var shares = new double[spans[j].Count];
            model.Share(spans[j], shares);
            Assert.All(shares, share => Assert.InRange(share, 0, 1));
            Close(shares.Length == 0 ? 0 : 1, shares.Sum(), model.Name, 1e-12);
        }
    });

    [Fact]
    public void One_touch_gets_everything() =>
        Assert.All(Models, model => Assert.Equal([1], model.Share([Instant.FromUnixTimeSeconds(0)], Instant.FromUnixTimeSeconds(99))));

    [Fact]
    public void Order_of_the_rows_changes_nothing() => Each((model, rows) => Same(Total(model, rows), Total(model, rows.Reverse())));

    [Fact]
    public void Splitting_rows_into_duplicates_changes_nothing() => Each((model, rows) =>
    {
        var half = rows.Select(row => row with { Conversions = row.Conversions / 2, Value = row.Value / 2, Nulls = row.Nulls / 2 }).ToList();
        Same(Total(model, rows), Total(model, half.Concat(half)));
    });

    [Fact]
    public void Three_times_the_counts_give_three_times_the_credits() => Each((model, rows) =>
    {
        var once = Total(model, rows);
        var thrice = Total(model, rows.Select(row => row with { Conversions = row.Conversions * 3, Value = row.Value * 3 }));
        Assert.All(once.Rows, row => Close(row.Conversions * 3, thrice[row.Channel].Conversions, model.Name));
    });

    [Fact]
    public void Parts_merge_to_the_whole() => Each((model, rows) =>
        Same(Total(model, rows), Total(model, rows[..(rows.Length / 3)]).Merge(Total(model, rows[(rows.Length / 3)..]))));

    [Fact]
    public void Position_at_its_ends_is_first_and_last() => Prop.ForAll(JourneyRow.Tables(), rows =>
    {
        Same(Total(CreditModel.First, rows), Total(CreditModel.Position(1, 0, 0), rows).Named("first"));
        Same(Total(CreditModel.Last, rows), Total(CreditModel.Position(0, 0, 1), rows).Named("last"));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Half_life_runs_from_last_to_linear() => Prop.ForAll(JourneyRow.Tables(), rows =>
    {
        Same(Total(CreditModel.Last, rows), Total(CreditModel.TimeDecay(Duration.FromMinutes(10)), rows));
        Same(Total(CreditModel.Linear, rows), Total(CreditModel.TimeDecay(Duration.FromDays(1e6)), rows), 1e-3);
    }).QuickCheckThrowOnFailure();

    private static ChannelCredits Total(CreditModel model, IEnumerable<JourneyRow> rows) => model.Total(JourneyRow.Batch(rows).Spans);

    private static void Each(Action<CreditModel, JourneyRow[]> check) =>
        Prop.ForAll(JourneyRow.Tables(withEmptyPaths: true), rows => Array.ForEach(Models, model => check(model, rows))).QuickCheckThrowOnFailure();
}
