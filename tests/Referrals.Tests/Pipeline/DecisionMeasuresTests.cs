using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Referrals.Pipeline;
using Referrals.Storage;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Pipeline;

/// <summary>Decisions and the rewards that they move can be watched, and no tag names a person.</summary>
public sealed class DecisionMeasuresTests : IDisposable
{
    private const string Program = "watched-" + nameof(DecisionMeasuresTests);

    private readonly ConcurrentQueue<(string Name, double Value, IReadOnlyDictionary<string, object?> Tags)> _measured = [];
    private readonly ConcurrentQueue<Activity> _activities = [];
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;

    public DecisionMeasuresTests()
    {
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ReferralsTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ReferralsTelemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem(ReferralsTelemetry.PartitionTag), Program) && activity.OperationName == ReferralsTelemetry.DecideActivity)
                {
                    _activities.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    [Fact]
    public async Task Decisions_are_counted_by_input_code_and_repetition_and_rewards_by_rule_and_move()
    {
        var program = ReferralProgram.Create(Program, p => p.RewardReferrer(r => r.Named("thanks").Flat(10, "USD")));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        var order = Conversion.Of(Customer("bob"), "o1", "purchase", Usd(50)).At(Day(2));
        await referrals.EnrollAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        await referrals.SignUpAsync(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(1)));
        await referrals.ConvertAsync(order);
        await referrals.ConvertAsync(order);
        await referrals.RefundAsync(Refund.OfWhole("r1", "o1").At(Day(3)));

        Assert.Equal(
            [
                "enrollment code.issued False 1",
                "sign_up sign_up.referred False 1",
                "conversion conversion.rewarded False 1",
                "conversion conversion.rewarded True 1",
                "refund refund.reversed False 1",
            ],
            Mine(ReferralsTelemetry.Decisions).Select(static each =>
                $"{each.Tags[ReferralsTelemetry.InputTag]} {each.Tags[ReferralsTelemetry.CodeTag]} {each.Tags[ReferralsTelemetry.RepeatedTag]} {each.Value}"));
        Assert.Equal(
            ["thanks USD granted 10", "thanks USD reversed 10"],
            Mine(ReferralsTelemetry.Rewards).Select(static each =>
                $"{each.Tags[ReferralsTelemetry.RuleTag]} {each.Tags[ReferralsTelemetry.UnitTag]} {each.Tags[ReferralsTelemetry.MoveTag]} {each.Value}"));
        Assert.Equal(
            ["enrollment 1", "sign_up 1", "conversion 1", "conversion 1", "refund 1"],
            _activities.Select(static span => $"{span.GetTagItem(ReferralsTelemetry.InputTag)} {span.GetTagItem(ReferralsTelemetry.AttemptsTag)}"));
        Assert.DoesNotContain(_measured.SelectMany(static each => each.Tags.Values), static tag => $"{tag}" is "alice" or "bob" or "o1");
    }

    private IEnumerable<(string Name, double Value, IReadOnlyDictionary<string, object?> Tags)> Mine(string name) =>
        _measured.Where(each => each.Name == name && Equals(each.Tags[ReferralsTelemetry.ProgramTag], Program));

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value)));
}
