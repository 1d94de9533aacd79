using FsCheck;
using FsCheck.Fluent;
using Referrals.Attribution;
using static Referrals.Tests.Attribution.AttributionVectors;

namespace Referrals.Tests.Attribution.DataDriven.Markov;

public sealed class MarkovCountsTests
{
    [Theory]
    [InlineData("synthA", 1)]
    [InlineData("synthA", 2)]
    [InlineData("synthB", 1)]
    public void Removal_effects_and_credits_agree_with_the_analytic_solution(string folder, int order)
    {
        var result = MarkovCounts.Count(Table(folder + "/input.csv").Journeys.Spans, order).Solve();
        foreach (var row in Rows($"{folder}/exact_markov_o{order}.csv"))
        {
            var channel = row["channel_name"];
            Close(Number(row["removal_effect_conversion"]), result.RemovalEffects[channel].Conversions, channel, 1e-10);
            Close(Number(row["removal_effect_value"]), result.RemovalEffects[channel].Value, channel, 1e-10);
            Close(Number(row["total_conversions"]), result.Credits[channel].Conversions, channel);
            Close(Number(row["total_conversion_value"]), result.Credits[channel].Value, channel);
        }
    }

    [Theory]
    [InlineData("markov1")]
    [InlineData("markov2")]
    public void Oracle_of_all_models_agrees_too(string model)
    {
        var result = MarkovCounts.Count(Table("synthA/input.csv").Journeys.Spans, model[^1] - '0').Solve();
        Agree("synthA/expected_oracle_long.csv", model, result.Credits);
        Agree("synthA/expected_oracle_long.csv", model + "_removal", result.RemovalEffects, 1e-10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void Removal_effects_are_those_of_deleting_states_and_solving_anew(int order) => Each(rows =>
    {
        var expected = new DeletedStates(rows, order);
        var result = MarkovCounts.Count(JourneyRow.Batch(rows).Spans, order).Solve();
        var (conversion, value) = expected.Expected();
        Close(conversion, result.ConversionProbability, "conversion", 1e-10);
        Close(value, result.ExpectedValue, "value", 1e-10);
        foreach (var effect in result.RemovalEffects.Rows)
        {
            var (without, valueWithout) = expected.Expected(effect.Channel);
            Close(conversion > 0 ? 1 - (without / conversion) : 0, effect.Conversions, effect.Channel, 1e-10);
            Close(value > 0 ? 1 - (valueWithout / value) : 0, effect.Value, effect.Channel, 1e-10);
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Probability_is_conversions_among_all_endings_at_every_order(int order) => Each(rows =>
    {
        var result = MarkovCounts.Count(JourneyRow.Batch(rows).Spans, order).Solve();
        var endings = rows.Sum(row => row.Conversions + row.Nulls);
        Close(endings > 0 ? rows.Sum(row => row.Conversions) / endings : 0, result.ConversionProbability, "probability", 1e-12);
        Close(endings > 0 ? rows.Sum(row => row.Value) / endings : 0, result.ExpectedValue, "value", 1e-12);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Credit_is_conserved_and_effects_are_fractions(int order) => Each(
        rows =>
        {
            var result = MarkovCounts.Count(JourneyRow.Batch(rows).Spans, order).Solve();
            Close(rows.Sum(row => row.Conversions), result.Credits.Rows.Append(result.Credits.Unattributed).Sum(row => row.Conversions), "conversions");
            Close(rows.Sum(row => row.Value), result.Credits.Rows.Append(result.Credits.Unattributed).Sum(row => row.Value), "value");
            Assert.All(result.RemovalEffects.Rows, row => Assert.InRange(row.Conversions, -1e-12, 1 + 1e-12));
        },
        withEmptyPaths: true);

    [Fact]
    public void Channel_on_every_path_has_removal_effect_one() => Each(rows =>
    {
        var result = MarkovCounts.Count(JourneyRow.Batch(rows.Select(row => row with { Path = row.Path + " > z" })).Spans, 2).Solve();
        var converts = rows.Any(row => row.Conversions > 0);
        Close(converts ? 1 : 0, result.RemovalEffects["z"].Conversions, "z", 1e-12);
    });

    [Fact]
    public void Order_of_rows_duplicates_and_scale_change_nothing_but_scale() => Each(rows =>
    {
        var once = MarkovCounts.Count(JourneyRow.Batch(rows).Spans, 2).Solve();
        var shuffled = rows.Reverse().Concat(rows).Concat(rows);
        var thrice = MarkovCounts.Count(JourneyRow.Batch(shuffled).Spans, 2).Solve();
        Same(once.RemovalEffects, thrice.RemovalEffects);
        Assert.All(once.Credits.Rows, row => Close(row.Conversions * 3, thrice.Credits[row.Channel].Conversions, row.Channel));
    });

    [Fact]
    public void Repeats_in_a_row_change_nothing_at_order_one() => Each(rows =>
    {
        var doubled = rows.Select(row => row with { Path = string.Join(" > ", row.Path.Split(" > ").SelectMany(token => new[] { token, token })) });
        Same(
            MarkovCounts.Count(JourneyRow.Batch(rows).Spans, 1).Solve().RemovalEffects,
            MarkovCounts.Count(JourneyRow.Batch(doubled).Spans, 1).Solve().RemovalEffects);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Parts_merge_to_the_whole_in_any_grouping(int order) => Each(rows =>
    {
        var (third, half) = (rows.Length / 3, rows.Length / 2);
        MarkovCounts[] parts =
        [
            MarkovCounts.Count(JourneyRow.Batch(rows[..third]).Spans, order),
            MarkovCounts.Count(JourneyRow.Batch(rows[third..half]).Spans, order),
            MarkovCounts.Count(JourneyRow.Batch(rows[half..]).Spans, order),
        ];
        var whole = MarkovCounts.Count(JourneyRow.Batch(rows).Spans, order).Solve().Credits;
        Same(whole, parts[0].Merge(parts[1]).Merge(parts[2]).Solve().Credits);
        Same(whole, parts[0].Merge(parts[1].Merge(parts[2])).Solve().Credits);
    });

    [Fact]
    public void Sparse_and_dense_solutions_agree() => Each(rows =>
    {
        var spans = JourneyRow.Batch(rows).Spans;
        var counter = new SparseCounter(spans.Names.Count, 2, MarkovCounts.DefaultMaxTransitions);
        counter.Add(spans);
        SolveAlike(new AbsorbingChain(counter.ToCounts(), spans.Names.Count));
    });

    [Fact]
    public void Sparse_and_dense_solutions_agree_on_a_large_chain_with_long_paths()
    {
        // 900 states; paths of 2 to 300 touches, so that the chain is slow to leave.
        var random = new Random(4711);
        var rows = Enumerable.Range(0, 4_000).Select(i => new JourneyRow(
            string.Join(" > ", Enumerable.Range(0, random.Next(2, 300)).Select(_ => $"c{random.Next(30)}")),
            i % 10 == 0 ? 1 : 0, i % 10 == 0 ? random.Next(100) : 0, i % 10 == 0 ? 0 : 1));
        var spans = JourneyRow.Batch(rows).Spans;
        var counter = new SparseCounter(30, 2, MarkovCounts.DefaultMaxTransitions);
        counter.Add(spans);
        SolveAlike(new AbsorbingChain(counter.ToCounts(), 30));
    }

    [Fact]
    public void Channel_of_weightless_or_null_paths_only_has_no_credit()
    {
        var result = MarkovCounts.Count(JourneyRow.Batch(
            [new("a > b", 2, 20, 1), new("n > n", 0, 0, 5), new("w", 0, 0, 0), new("b", 0.5, 3, 1)]).Spans, 1).Solve();
        Assert.Equal(0, result.Credits["n"].Conversions);
        Assert.Equal(0, result.Credits["w"].Conversions);
        Close(2.5, result.Credits["a"].Conversions + result.Credits["b"].Conversions, "sum");
    }

    [Fact]
    public void Nothing_to_credit_is_zero_and_not_NaN()
    {
        foreach (var rows in new JourneyRow[][] { [], [new("", 0, 0, 1)], [new("a > b", 0, 0, 3)], [new("a", 0, 0, 0)] })
        {
            var result = MarkovCounts.Count(JourneyRow.Batch(rows).Spans, 1).Solve();
            Assert.Equal(0, result.ConversionProbability);
            Assert.All(result.Credits.Rows, row => Assert.Equal((0, 0), (row.Conversions, row.Value)));
        }
    }

    [Fact]
    public void Value_without_a_conversion_is_shared_like_the_rest()
    {
        var result = MarkovCounts.Count(JourneyRow.Batch([new("a", 1, 10, 0), new("b", 1, 10, 0), new("c", 0, 17, 1)]).Spans, 1).Solve();
        Assert.Equal([18.5, 18.5, 0], result.Credits.Rows.Select(row => Math.Round(row.Value, 9)));
    }

    [Fact]
    public void More_transitions_than_allowed_are_refused_with_a_way_out()
    {
        var batch = Table("synthB/input.csv").Journeys;
        var error = Assert.Throws<InvalidOperationException>(() => MarkovCounts.Count(batch.Spans, 3, maxTransitions: 1_000));
        Assert.Contains("more than 1000 distinct transitions", error.Message, StringComparison.Ordinal);
        Assert.Contains("lower order", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void States_beyond_64_bits_are_refused_before_counting()
    {
        var batch = Table("synthB/input.csv").Journeys;
        var error = Assert.Throws<InvalidOperationException>(() => MarkovCounts.Count(batch.Spans, 40));
        Assert.Contains("Order 40", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MarkovCounts.Count(batch.Spans, 0));
    }

    [Fact]
    public void Counts_of_different_orders_do_not_merge()
    {
        var batch = Table("edge/input.csv").Journeys;
        Assert.Throws<ArgumentException>(() => MarkovCounts.Count(batch.Spans, 1).Merge(MarkovCounts.Count(batch.Spans, 2)));
    }

    [Fact]
    public void Many_channels_are_counted_sparsely_at_order_one()
    {
        var names = Enumerable.Range(0, DenseCounter.MaxChannels + 1).Select(i => $"r{i}").ToArray();
        var rows = names.Zip(names.Skip(1), (left, right) => new JourneyRow($"{left} > {right}", 1, 2, 1)).ToArray();
        var result = MarkovCounts.Count(JourneyRow.Batch(rows).Spans, 1).Solve();
        Close(0.5, result.ConversionProbability, "probability", 1e-12);
        Close(rows.Length, result.Credits.Rows.Sum(row => row.Conversions), "conversions");
    }

    private static void SolveAlike(AbsorbingChain chain)
    {
        var dense = DenseRemoval.Solve(chain);
        var sparse = SparseRemoval.Solve(chain);
        Assert.NotNull(sparse);
        Close(dense.Probability, sparse.Probability, "probability", 1e-12);
        for (var c = 0; c < dense.LostConversion.Length; c++)
        {
            Close(dense.LostConversion[c], sparse.LostConversion[c], $"conversion {c}", 1e-11);
            Close(dense.LostValue[c], sparse.LostValue[c], $"value {c}", 1e-11);
        }
    }

    private static void Each(Action<JourneyRow[]> check, bool withEmptyPaths = false) =>
        Prop.ForAll(JourneyRow.Tables(withEmptyPaths), check).QuickCheckThrowOnFailure();
}
