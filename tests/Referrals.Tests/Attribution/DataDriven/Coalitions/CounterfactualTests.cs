using FsCheck;
using FsCheck.Fluent;
using Referrals.Attribution;
using static Referrals.Tests.Attribution.AttributionVectors;

namespace Referrals.Tests.Attribution.DataDriven.Coalitions;

public sealed class CounterfactualTests
{
    [Fact]
    public void Credits_agree_with_fractribution() => Agree(
        "synthA/expected_oracle_long.csv", "fractribution_shapley", Counterfactual.Total(Table("synthA/input.csv").Journeys.Spans));

    [Fact]
    public void Touch_earns_what_the_path_converts_less_without_it()
    {
        // P(a b) = 1/2, P(a) = 1/4, P(b) unseen: a adds 1/2, b adds 1/4.
        var credits = Counterfactual.Total(JourneyRow.Batch([new("a > b", 3, 30, 3), new("a", 1, 5, 3)]).Spans);
        Close(1 + 2, credits["a"].Conversions, "a");
        Close(1, credits["b"].Conversions, "b");
        Close(5 + 20, credits["a"].Value, "a");
    }

    [Fact]
    public void Last_touch_earns_where_none_adds_anything()
    {
        var credits = Counterfactual.Total(JourneyRow.Batch([new("a > b", 1, 1, 1), new("a", 1, 1, 0), new("b", 1, 1, 0)]).Spans);
        Close(2, credits["b"].Conversions, "b");
        Close(1, credits["a"].Conversions, "a");
    }

    [Fact]
    public void Credit_is_conserved() => Prop.ForAll(JourneyRow.Tables(withEmptyPaths: true), rows =>
    {
        var credits = Counterfactual.Total(JourneyRow.Batch(rows).Spans);
        Close(rows.Sum(row => row.Conversions), credits.Rows.Append(credits.Unattributed).Sum(row => row.Conversions), "conversions");
        Close(rows.Sum(row => row.Value), credits.Rows.Append(credits.Unattributed).Sum(row => row.Value), "value");
    }).QuickCheckThrowOnFailure();
}
