using System.Globalization;
using System.Text;

namespace Referrals.Testing;

/// <summary>One thing that happens in a story, with the code that tells it.</summary>
public sealed class StoryStep
{
    private readonly Action<Story> _tell;

    /// <summary>A step.</summary>
    /// <param name="code">The code that tells it, such as <c>.Bob.Buys("80.00 EUR")</c>: a story that fails is printed as a test that can be kept.</param>
    /// <param name="tell">Tells it.</param>
    public StoryStep(string code, Action<Story> tell)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentNullException.ThrowIfNull(tell);
        Code = code;
        _tell = tell;
    }

    /// <summary>The code that tells it.</summary>
    public string Code { get; }

    /// <summary>Tells it.</summary>
    public void Tell(Story story) => _tell(story);

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}

/// <summary>
/// Properties of programs and rules: what holds whatever happens. Random stories are told and checked; one that fails is made as short as it can be
/// while it still fails, and printed as code.
/// </summary>
/// <example><code>
/// RandomStories.Check(
///     () => Story.Under(program, rules),
///     story => Assert.True(story.Scenario.Facts.Where(fact => fact.Rule == "thanks").Sum(fact => fact.Amount!.Value.Value) &lt;= 60));
/// </code></example>
/// <remarks>The same seed gives the same stories, on every machine.</remarks>
public static class RandomStories
{
    private static readonly string[] People = ["alice", "bob", "carol", "dave", "erin"];

    /// <summary>What happens next, where nothing else is said: sign-ups, orders, refunds and days that pass, among five people.</summary>
    /// <param name="unit">In which unit orders are paid, such as <c>EUR</c>.</param>
    public static Func<Random, StoryStep> Usual(string unit)
    {
        var money = Unit.Parse(unit);
        return random => random.Next(8) switch
        {
            0 or 1 => Refers(People[random.Next(People.Length)], People[random.Next(People.Length)]),
            2 => Refunds(random.Next(1, 12), Amount.FromMinorUnits(random.Next(1, 20_000), money)),
            3 or 4 => Waits(random.Next(1, 20)),
            _ => Buys(People[random.Next(People.Length)], Amount.FromMinorUnits(random.Next(1, 30_000), money)),
        };

        static StoryStep Refers(string who, string whom) => new(
            $"[\"{who}\"].Refers(\"{whom}\")", story => story[who].Refers(whom));

        static StoryStep Buys(string who, Amount amount) => new(
            $"[\"{who}\"].Buys(\"{amount}\")", story => story[who].Buys(amount.ToString()));

        static StoryStep Refunds(int order, Amount amount) => new(
            string.Create(CultureInfo.InvariantCulture, $".Refunds(\"order-{order}\", \"{amount}\")"),
            story => story.Refunds(string.Create(CultureInfo.InvariantCulture, $"order-{order}"), amount.ToString()));

        static StoryStep Waits(int days) => new(
            string.Create(CultureInfo.InvariantCulture, $".Waits(days: {days})"), story => story.Waits(days));
    }

    /// <summary>Tells random stories and checks each.</summary>
    /// <param name="begin">Begins a story; it may have told something already.</param>
    /// <param name="check">Throws where the property does not hold.</param>
    /// <param name="next">What happens next; <c>null</c> for <see cref="Usual"/> in the program's first unit of money, or EUR.</param>
    /// <param name="stories">How many stories.</param>
    /// <param name="steps">How many steps each has.</param>
    /// <param name="seed">Of the first story; the others follow.</param>
    /// <exception cref="StoryException">The property does not hold for a story, or no story has led to any reward, so that nothing was proved.</exception>
    public static void Check(
        Func<Story> begin, Action<Story> check, Func<Random, StoryStep>? next = null, int stories = 100, int steps = 30, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(check);
        ArgumentOutOfRangeException.ThrowIfLessThan(stories, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var generate = next ?? Usual(MoneyOf(begin()));
        var rewards = 0;
        for (var current = seed; current < seed + stories; current++)
        {
            var random = new Random(current);
            StoryStep[] told = [.. Enumerable.Range(0, steps).Select(_ => generate(random))];
            if (Failure(begin, check, told, out var granted) is { } failure)
            {
                throw Counterexample(begin, check, told, failure, current);
            }

            rewards += granted;
        }

        if (rewards == 0)
        {
            throw new StoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"None of {stories} random stories led to a reward, so nothing was proved. Give 'next' steps that the program rewards, or more of them."));
        }
    }

    private static string MoneyOf(Story story) => story.Scenario.Program.Incentives
        .SelectMany(static rule => rule.Units).Where(static unit => unit.IsMoney).Select(static unit => unit.ToString()).FirstOrDefault() ?? "EUR";

    private static Exception? Failure(Func<Story> begin, Action<Story> check, IReadOnlyList<StoryStep> steps, out int rewards)
    {
        var story = begin();
        rewards = 0;
        try
        {
            foreach (var step in steps)
            {
                step.Tell(story);
            }

            rewards = story.Scenario.Facts.Count(static fact => fact.Kind == FactKind.RewardGranted);
            check(story);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>Leaves out runs of steps, long ones first, as long as the story fails in the same way.</summary>
    private static StoryException Counterexample(Func<Story> begin, Action<Story> check, StoryStep[] told, Exception failure, int seed)
    {
        var steps = told.ToList();
        for (var length = steps.Count / 2; length >= 1; length = steps.Count > 0 && length > 1 ? length / 2 : 0)
        {
            for (var from = 0; from + length <= steps.Count;)
            {
                List<StoryStep> shorter = [.. steps.Take(from), .. steps.Skip(from + length)];
                if (Failure(begin, check, shorter, out _) is { } still && still.GetType() == failure.GetType())
                {
                    (steps, failure) = (shorter, still);
                }
                else
                {
                    from += length;
                }
            }
        }

        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"The property does not hold for the story of seed {seed}. The shortest part of it that fails, of {told.Length} steps:\n\n"));
        foreach (var step in steps)
        {
            _ = text.Append("    ").Append(step.Code).Append('\n');
        }

        var story = begin();
        foreach (var step in steps)
        {
            try
            {
                step.Tell(story);
            }
            catch (Exception exception) when (exception.GetType() == failure.GetType())
            {
                break; // The step itself is what fails; the message says how.
            }
        }

        return new StoryException(text.Append("\nWhat came of it\n").Append(story).Append('\n').Append(failure.Message).ToString(), failure);
    }
}
