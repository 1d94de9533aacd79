using System.Globalization;
using Referrals.Serialization;

namespace Referrals.Tests.Histories;

/// <summary>
/// Random programs and random stories, on the public API: after each of them everything holds that must always hold. 300 of them by default;
/// <c>REFERRALS_HISTORIES=10000</c> says how many, <c>REFERRALS_HISTORY=17</c> tells one of them alone.
/// </summary>
public sealed class RandomHistoriesTests
{
    private const int Few = 300;
    private const int MostTrials = 400;

    [Fact]
    public async Task After_any_history_everything_holds_that_must_always_hold()
    {
        var seeds = Number("REFERRALS_HISTORY") is { } one ? Enumerable.Range(one, 1) : Enumerable.Range(0, Number("REFERRALS_HISTORIES") ?? Few);
        var faults = new System.Collections.Concurrent.ConcurrentBag<(int Seed, string Fault)>();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (seed, _) =>
        {
            if (faults.Count < 20)
            {
                var story = new RandomStory(seed);
                if (await StoryRun.FaultAsync(story, story.Steps) is { } fault)
                {
                    faults.Add((seed, fault));
                }
            }
        });

        if (!faults.IsEmpty)
        {
            Assert.Fail(await TellAsync(faults.MinBy(static fault => fault.Seed).Seed)
                + "\nAll that failed:\n" + string.Join('\n', faults.OrderBy(static fault => fault.Seed).Select(static fault => $"{fault.Seed}: {fault.Fault.Split('\n')[0]}")));
        }
    }

    /// <summary>The harness itself: what is spoiled in a story is found, and what has nothing to do with it is left out.</summary>
    [Fact]
    public async Task Story_is_made_as_short_as_it_can_be()
    {
        var story = new RandomStory(3);
        var refunds = story.Steps.Count(static step => step.Input is Conversion);
        Assert.True(refunds > 2);
        var shortest = await ShrinkAsync(story.Steps, static steps => Task.FromResult(steps.Count(static step => step.Input is Conversion) >= 2));
        Assert.Equal(2, shortest.Count);
    }

    private static async Task<string> TellAsync(int seed)
    {
        var story = new RandomStory(seed);
        var trials = 0;
        var steps = await ShrinkAsync(
            story.Steps, async some => trials++ < MostTrials && await StoryRun.FaultAsync(story, some) is not null);
        return $"""
            {await StoryRun.FaultAsync(story, steps)}

            The story of seed {seed}, as short as it gets:
            {string.Join('\n', steps)}

            {string.Join('\n', story.Versions.Select(static version => ProgramJson.Write(version)))}
            {(story.KeepsSurrogates ? "It keeps surrogates." : string.Empty)}
            Again: REFERRALS_HISTORY={seed} dotnet test tests/Referrals.Tests --filter RandomHistories
            """;
    }

    /// <summary>Leaves out halves, quarters and at last single steps, as long as it fails without them.</summary>
    private static async Task<IReadOnlyList<StoryStep>> ShrinkAsync(
        IReadOnlyList<StoryStep> steps, Func<IReadOnlyList<StoryStep>, Task<bool>> fails)
    {
        for (var size = Math.Max(1, steps.Count / 2); size > 0; size /= 2)
        {
            for (var start = 0; start < steps.Count;)
            {
                StoryStep[] rest = [.. steps.Take(start), .. steps.Skip(start + size)];
                if (await fails(rest))
                {
                    steps = rest;
                }
                else
                {
                    start += size;
                }
            }
        }

        return steps;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
