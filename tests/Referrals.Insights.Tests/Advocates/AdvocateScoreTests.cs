using System.Globalization;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Referrals.Insights.Advocates;
using static Referrals.Insights.Tests.Advocates.AdvocateWorld;

namespace Referrals.Insights.Tests.Advocates;

/// <summary>On a made-up shop whose rates are known.</summary>
public sealed class AdvocateScoreTests
{
    private static readonly AdvocateWorld World = new(4000, 11);
    private static readonly AdvocateFacts Facts = World.Facts();
    private static readonly AdvocateScore Score = AdvocateScore.Train(Facts).OrThrow();

    [Fact]
    public void What_moves_people_is_found()
    {
        var club = Score.Model.Coefficients["segment club"];
        Assert.True(club.Interval.Contains(Math.Log(3)), $"{club}");
        Assert.True(Score.Model.Coefficients["shares"].Interval.Low > 0);
        Assert.True(Score.Model.Coefficients["channel paid"].Interval.Contains(0));

        // Nobody had brought a friend before the first cut-off.
        Assert.Equal([AdvocateFeature.Friends], Score.LeftOut);
        Assert.Equal((LearnedAt, TestedAt), (Score.LearnedAt, Score.TestedAt));
    }

    [Fact]
    public void Test_in_time_shows_that_the_score_is_good()
    {
        var quality = Score.Quality;
        Assert.True(quality.Curve.OrThrow().Area.Interval.Low > 0.65, Score.ToString());
        Assert.True(Score.AreaOverRecency.OrThrow().Interval.Low > 0.05, Score.ToText());
        Assert.True(Score.LiftOverRecency.OrThrow().Interval.Low > 1.5, Score.ToText());
        Assert.True(quality.Lift.Tenths[0].Lift.Interval.Low > 1.8, Score.ToText());
        Assert.True(quality.Calibration.OrThrow().Slope.Interval.Contains(1), $"{quality.Calibration.OrThrow().Slope}");
        Assert.True(quality.BrierSkill > 0.02);
    }

    /// <summary>Whoever will refer shares at the cut-off or after it, and moves to a segment of their own: nothing of it may be known.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(45)]
    [InlineData(89.999)]
    public void Leak_that_is_planted_after_a_cut_off_changes_nothing(double late)
    {
        var learned = Referrers(LearnedAt);
        var tested = Referrers(TestedAt);

        // At the cut-off of the test and later: neither the model nor the test knows it.
        var planted = Planted(Facts, tested, TestedAt + late);
        var same = AdvocateScore.Train(planted).OrThrow();
        Assert.Equal(Score.Model.Coefficients["shares"], same.Model.Coefficients["shares"]);
        Assert.Equal(Score.Model.LogLikelihood, same.Model.LogLikelihood);
        Assert.Equal(Score.Quality.LogLoss, same.Quality.LogLoss);
        Assert.Equal(Score.Quality.Curve.OrThrow().Area, same.Quality.Curve.OrThrow().Area);
        Assert.Equal(Score.RecencyCurve.OrThrow().Area, same.RecencyCurve.OrThrow().Area);

        // At the cut-off of learning and later: the model does not know it. (The test does, rightly: it was known by then.)
        var early = AdvocateScore.Train(Planted(Facts, learned, LearnedAt + late)).OrThrow();
        Assert.Equal(Score.Model.Coefficients["shares"], early.Model.Coefficients["shares"]);
        Assert.Equal(Score.Model.Coefficients["segment club"], early.Model.Coefficients["segment club"]);
        Assert.Equal(Score.Model.LogLikelihood, early.Model.LogLikelihood);
    }

    /// <summary>The same plant a moment before the cut-off is found at once: the test above would see a leak.</summary>
    [Fact]
    public void Leak_that_is_planted_before_a_cut_off_is_told_by_the_separation()
    {
        var leaking = AdvocateScore.Train(Planted(Facts, Referrers(LearnedAt), LearnedAt - 0.001)).OrThrow();
        Assert.NotNull(leaking.Model.SeparatedBy);
        Assert.True(leaking.Model.LogLikelihood > 0.2 * Score.Model.LogLikelihood);
    }

    [Fact]
    public void Order_of_facts_currency_and_repeated_friends_do_not_matter() => Prop.ForAll(
        Gen.Choose(0, 1 << 30).ToArbitrary(), Gen.Choose(-3, 3).Select(power => Math.Pow(10, power)).ToArbitrary(), (seed, unit) =>
    {
        // Each friend is reported again on the last day, as if everybody had come then.
        var facts = World.Facts((ulong)seed, unit, [.. World.Friends.Select(one => one with { At = Math.Max(one.At, Until - 0.5) })]);
        var score = AdvocateScore.Train(facts).OrThrow();
        Assert.All(Score.Model.Names, name => Vectors.Close(Score.Model.Coefficients[name].Value, score.Model.Coefficients[name].Value, 1e-6, name));
        Vectors.Close(Score.Quality.LogLoss, score.Quality.LogLoss, 1e-9);
        Vectors.Close(Score.LiftOverRecency.OrThrow().Value, score.LiftOverRecency.OrThrow().Value, 1e-6);
        Assert.All(
            Score.Rank(Facts, Until).OrThrow().People.Zip(score.Rank(facts, Until).OrThrow().People),
            pair => Vectors.Close(pair.First.Probability, pair.Second.Probability, 1e-7));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5));

    [Fact]
    public void Erased_people_are_nowhere()
    {
        var gone = World.Friends[3].Referrer;
        var facts = Facts.Without([gone, "somebody unknown"]);
        Assert.Equal(Facts.People - 1, facts.People);
        var score = AdvocateScore.Train(facts).OrThrow();
        var ranking = score.Rank(facts, Until).OrThrow();
        Assert.DoesNotContain(ranking.People, one => one.Id == gone);
        Assert.Empty(ranking.ReasonsFor(gone));
        Assert.DoesNotContain(NextActions.Plan(ranking, facts, []), one => one.Id == gone);

        // A plan of an old ranking leaves them out too.
        Assert.DoesNotContain(NextActions.Plan(Score.Rank(Facts, Until).OrThrow(), facts, []), one => one.Id == gone);
        Assert.DoesNotContain(TextsIn(facts), text => text.Contains(gone, StringComparison.Ordinal));
        Assert.DoesNotContain(TextsIn(ranking), text => text.Contains(gone, StringComparison.Ordinal));

        // Scores name nobody in the first place, and facts keep no friend.
        Assert.DoesNotContain(TextsIn(Score), text => text.StartsWith("person-", StringComparison.Ordinal));
        Assert.DoesNotContain(TextsIn(Facts), text => text.StartsWith("friend-", StringComparison.Ordinal));
        Assert.Contains(gone, TextsIn(Facts));
    }

    [Fact]
    public void Facts_without_a_person_are_those_of_a_world_without_the_person()
    {
        var gone = World.Friends[3].Referrer;
        var world = new AdvocateWorld(4000, 11);
        world.People.RemoveAll(one => one.Id == gone);
        world.Orders.RemoveAll(one => one.Id == gone);
        world.Shares.RemoveAll(one => one.Id == gone);
        world.Friends.RemoveAll(one => one.Referrer == gone);
        var (first, second) = (AdvocateScore.Train(Facts.Without([gone])).OrThrow(), AdvocateScore.Train(world.Facts()).OrThrow());
        Assert.Equal(first.Model.Coefficients["orders"], second.Model.Coefficients["orders"]);
        Assert.Equal(first.Quality.LogLoss, second.Quality.LogLoss);
        Assert.NotEqual(Score.Quality.LogLoss, second.Quality.LogLoss);
    }

    [Fact]
    public void Ranking_puts_the_likely_first_and_says_why()
    {
        var ranking = Score.Rank(Facts, Until).OrThrow();
        Assert.Equal(ranking.People.OrderByDescending(one => one.Probability).Select(one => one.Id), ranking.People.Select(one => one.Id));
        var club = World.People.Where(one => one.Segment == "club").Select(one => one.Id).ToHashSet();
        Assert.True(ranking.People.Take(200).Count(one => club.Contains(one.Id)) > 120);

        var reasons = ranking.ReasonsFor(ranking.People[0].Id);
        Assert.Contains(reasons, reason => reason.Feature == AdvocateFeature.Shares && reason.LogOdds > 0);
        Assert.True(reasons.Count is > 0 and <= 3);
        Assert.Equal(reasons.OrderByDescending(reason => Math.Abs(reason.LogOdds)), reasons);

        // All reasons together are the log odds.
        var all = ranking.ReasonsFor(ranking.People[0].Id, most: 20);
        var average = Math.Log(ranking.People[0].Probability / (1 - ranking.People[0].Probability)) - all.Sum(reason => reason.LogOdds);
        var other = ranking.People[^1];
        var others = ranking.ReasonsFor(other.Id, most: 20).Sum(reason => reason.LogOdds);
        Assert.InRange(Math.Log(other.Probability / (1 - other.Probability)) - others - average, -0.05, 0.05);
        Assert.Empty(ranking.ReasonsFor("nobody"));
    }

    [Theory]
    [InlineData("en-US", "Shares: 3 (odds × ")]
    [InlineData("de-DE", "Geteilte Empfehlungen: 3 (Chance × ")]
    [InlineData("fr-FR", "Partages : 3 (cote × ")]
    [InlineData("es-ES", "Veces que ha compartido: 3 (probabilidad relativa × ")]
    [InlineData("ja-JP", "Shares: 3 (odds × ")]
    public void Reasons_are_written_in_each_language(string culture, string start)
    {
        var ranking = Score.Rank(Facts, Until).OrThrow();
        var reason = ranking.ReasonsFor(ranking.People[0].Id, most: 20).Single(one => one.Feature == AdvocateFeature.Shares);
        Assert.StartsWith(start, reason.ToText(CultureInfo.GetCultureInfo(culture)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_language_has_words_for_every_feature()
    {
        var kinds = Enum.GetValues<AdvocateFeature>().Length;
        Assert.Equal(["de", "en", "es", "fr"], AdvocateWords.Codes.Order());
        Assert.All(AdvocateWords.Codes, code => Assert.Equal(kinds, AdvocateWords.Of(CultureInfo.GetCultureInfo(code)).Features.Distinct().Count()));
    }

    [Fact]
    public void Page_encodes_what_people_typed()
    {
        var world = new AdvocateWorld(4000, 11);
        for (var i = 0; i < world.People.Count; i++)
        {
            world.People[i] = world.People[i] with { Channel = world.People[i].Channel == "paid" ? "<script>alert('x')</script>" : "organic" };
        }

        var html = AdvocateScore.Train(world.Facts()).OrThrow().ToHtml();
        Assert.Contains("channel &lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        _ = System.Xml.Linq.XElement.Parse(html);
        Assert.DoesNotContain("person-", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_learned_is_refused_with_its_reason()
    {
        Assert.Equal(RefusalCode.TooFewObservations, AdvocateScore.Train(AdvocateFacts.Of([], [], [], [], Until)).Refusal?.Code);
        var few = AdvocateScore.Train(new AdvocateWorld(300, 5).Facts());
        Assert.Equal(RefusalCode.TooFewObservations, few.Refusal?.Code);
        Assert.Contains("10 for each of", few.Refusal!.Message, StringComparison.Ordinal);

        var twice = AdvocateFacts.Of(["a", "a"], [1, 2], ["x", "x"], ["y", "y"], Until);
        Assert.Equal(RefusalCode.InvalidData, AdvocateScore.Train(twice).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidData, Score.Rank(twice, Until).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidData, Facts.WithShares([World.People[0].Id], [double.NaN]).Refusal?.Code);
        Assert.Equal(1, Facts.WithShares(["stranger"], [3]).UnknownFacts);
        Assert.Throws<ArgumentOutOfRangeException>(() => AdvocateScore.Train(Facts, new AdvocateOptions { Horizon = 0 }));
        Assert.Throws<ArgumentException>(() => Facts.WithShares(["a"], []));
        Assert.Throws<InvalidOperationException>(() => Facts.WithFriends(["a"], ["b"], [1]));
    }

    private static string[] Referrers(double from) =>
        [.. World.Friends.Where(one => one.At >= from && one.At < from + Horizon).Select(one => one.Referrer).Distinct()];

    private static AdvocateFacts Planted(AdvocateFacts facts, string[] people, double at)
    {
        string[] many = [.. Enumerable.Repeat(people, 20).SelectMany(one => one)];
        double[] days = [.. many.Select(_ => at)];
        return facts.WithShares(many, days).WithOrders(many, days, days)
            .WithSegments(people, [.. people.Select(_ => at)], [.. people.Select(_ => "will refer")]);
    }

    /// <summary>Every text that an object holds, at any depth.</summary>
    private static HashSet<string> TextsIn(object root)
    {
        var (texts, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<object>([root]));
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out var one))
        {
            if (one is string text)
            {
                texts.Add(text);
                continue;
            }

            var type = one.GetType();
            if (type.IsPrimitive || type.IsEnum || one is Type or MemberInfo || (!type.IsValueType && !seen.Add(one)) || one is double[] or int[] or bool[])
            {
                continue;
            }

            if (one is Array array)
            {
                foreach (var item in array)
                {
                    if (item is not null)
                    {
                        open.Push(item);
                    }
                }

                continue;
            }

            for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
            {
                foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (field.GetValue(one) is { } value && !field.FieldType.IsPointer)
                    {
                        open.Push(value);
                    }
                }
            }
        }

        return texts;
    }
}
