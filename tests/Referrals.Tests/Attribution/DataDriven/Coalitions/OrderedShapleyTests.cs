using FsCheck;
using FsCheck.Fluent;
using Referrals.Attribution;
using static Referrals.Tests.Attribution.AttributionVectors;

namespace Referrals.Tests.Attribution.DataDriven.Coalitions;

public sealed class OrderedShapleyTests
{
    [Fact]
    public void Places_agree_with_the_vectors()
    {
        var tables = OrderedShapley.Total(Table("synthA/input.csv").Journeys.Spans);
        Assert.Equal(10, tables.Count);
        foreach (var row in Rows("synthA/zhao_ordered.csv"))
        {
            for (var i = 0; i < tables.Count; i++)
            {
                Close(Number(row[$"pos{i + 1}"]), tables[i][row["channels"]].Conversions, $"{row["channels"]} {i + 1}");
            }
        }

        Assert.All(tables, table => Agree("synthA/expected_oracle_long.csv", table.Model, table));
    }

    [Fact]
    public void Simplified_Shapley_is_linear_over_distinct_channels()
    {
        var linear = CreditModel.LinearUnique.Total(Table("synthA/input.csv").Journeys.Spans);
        foreach (var row in Rows("synthA/zhao_simplified.csv"))
        {
            Close(Number(row["simplified_shapley"]), linear[row["channels"]].Conversions, row["channels"]);
        }
    }

    [Fact]
    public void Places_sum_to_the_enumerated_Shapley_value() => Prop.ForAll(JourneyRow.Tables(withEmptyPaths: true), rows =>
    {
        var batch = JourneyRow.Batch(rows);
        var places = OrderedShapley.Total(batch.Spans);
        var sum = places.Skip(1).Aggregate(places[0], (total, next) => total.Merge(next.Named(total.Model)));
        Same(CreditModel.LinearUnique.Total(batch.Spans), sum.Named("linear_unique"));
        foreach (var row in sum.Rows)
        {
            Close(Enumerated(rows, row.Channel), row.Conversions, row.Channel);
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>Σ over coalitions of the others |S|! (n-|S|-1)! / n! (v(S with c) - v(S)), v(S) = conversions of the journeys
    /// that touch nothing but S.</summary>
    private static double Enumerated(JourneyRow[] rows, string channel)
    {
        string[] all = ["a", "b", "c", "d", "e"];
        var others = all.Where(name => name != channel).ToArray();
        double Worth(HashSet<string> coalition) =>
            rows.Where(row => row.Path.Length > 0 && row.Path.Split(" > ").All(coalition.Contains)).Sum(row => row.Conversions);
        double[] weights = [24d / 120, 6d / 120, 4d / 120, 6d / 120, 24d / 120];
        return Enumerable.Range(0, 16).Sum(bits =>
        {
            var coalition = others.Where((_, i) => (bits >> i & 1) != 0).ToHashSet();
            var before = Worth(coalition);
            var weight = weights[coalition.Count];
            coalition.Add(channel);
            return weight * (Worth(coalition) - before);
        });
    }
}
