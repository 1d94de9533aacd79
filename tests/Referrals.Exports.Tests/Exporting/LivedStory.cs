using NodaTime;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Tests.Histories;

namespace Referrals.Exports.Tests.Exporting;

/// <summary>A random program with a random history in memory.</summary>
internal sealed class LivedStory
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(static number => (byte)number)];

    private readonly RandomStory _story;
    private readonly FakeClock _clock;

    private LivedStory(RandomStory story)
    {
        _story = story;
        _clock = new FakeClock(story.Steps[0].At);
        Store = new InMemoryReferralStore();
        Engine = On(Store);
    }

    internal IReferralStore Store { get; }

    internal ReferralEngine Engine { get; }

    internal IClock Clock => _clock;

    internal static async Task<LivedStory> OfAsync(int seed)
    {
        var lived = new LivedStory(new RandomStory(seed));
        foreach (var step in lived._story.Steps)
        {
            await lived.StepAsync(step);
        }

        _ = await lived.Engine.Operations.ProcessDueAsync();
        return lived;
    }

    /// <summary>The same program, at the same time, on another store.</summary>
    internal ReferralEngine On(IReferralStore store)
    {
        var options = _story.Versions.Aggregate(new ReferralsOptions(), static (options, program) => options.AddProgram(program));
        _ = _story.KeepsSurrogates ? options.UsePseudonyms(Key) : options;
        return new ReferralEngine(store, options, _clock);
    }

    private async Task StepAsync(Referrals.Tests.Histories.StoryStep step)
    {
        if (step.At > _clock.GetCurrentInstant())
        {
            _clock.Advance(step.At - _clock.GetCurrentInstant());
        }

        if (step.Erases is { } person)
        {
            _ = await Engine.Privacy.EraseAsync(person);
        }
        else if (step.Payouts is { } payouts)
        {
            _ = await Engine.Payouts.StartAsync(payouts.Batch, Unit.Parse("USD"));
            await foreach (var open in Engine.Payouts.ListOpenAsync())
            {
                // Some arrive, some fail, and some are on their way for ever.
                _ = (open.ToSend.MinorUnits % 3) switch
                {
                    0 => await Engine.Payouts.ConfirmAsync(open.Id),
                    1 => await Engine.Payouts.FailAsync(open.Id, "closed"),
                    _ => null,
                };
            }
        }
        else if (step.Review is { } review)
        {
            var granted = await Engine.Operations.ReadJournalAsync()
                .Where(static fact => fact.Kind == FactKind.RewardGranted).Select(static fact => fact.Subject!).ToListAsync();
            if (granted.Count > 0)
            {
                var choice = RewardReview.Of(RewardId.From(granted[Math.Max(0, granted.Count - 1 - review.FromEnd)]));
                _ = await Engine.SubmitAsync((review.Approves ? choice.Approve().DecidedBy("ivo") : choice.Reject("doubtful")).At(step.At));
            }
        }
        else if (step.Input is { } input)
        {
            _ = await Engine.SubmitAsync(input);
        }
    }
}
