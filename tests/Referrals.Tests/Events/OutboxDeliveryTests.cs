using System.Text.Json;
using NodaTime;
using Referrals.Events;
using Referrals.Pipeline;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Events;

public sealed class OutboxDeliveryTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    private readonly FakeClock _clock = new(Start);
    private readonly InMemoryReferralStore _store = new();
    private readonly RecordingHandler _handler = new();

    [Fact]
    public async Task Journey_is_told_once_and_in_order()
    {
        var engine = Engine();
        await JourneyAsync(engine);
        var round = await engine.Events.DeliverAsync(_handler);
        Assert.Equal((4, 0, 0), (round.Delivered, round.Failed, round.SetAside));
        Assert.Equal(
            ["referrals.sign_up.referred", "referrals.conversion.rewarded", "referrals.refund.reversed"],
            _handler.Events.Where(one => one.Stream == "bob").Select(one => one.Type));
        Assert.Equal(0, (await engine.Events.DeliverAsync(_handler)).Delivered);
    }

    [Fact]
    public async Task Facts_of_an_event_are_those_of_the_journal()
    {
        var engine = Engine();
        await JourneyAsync(engine);
        await engine.Events.DeliverAsync(_handler);
        var journal = await engine.Operations.ReadJournalAsync().ToListAsync();
        Assert.Equal(journal.Select(fact => fact.ToString()).Order(), _handler.Events.SelectMany(one => one.Facts).Select(fact => fact.ToString()).Order());
    }

    /// <summary>The attributes that CloudEvents 1.0 requires, and their types; the whole text is read by people.</summary>
    [Fact]
    public async Task Event_is_a_cloud_event()
    {
        var engine = Engine();
        await JourneyAsync(engine);
        await engine.Events.DeliverAsync(_handler);
        Approvals.Verify(string.Join('\n', _handler.Events.Select(one => Indented(one.Json))));
    }

    [Fact]
    public async Task Source_names_tenant_and_program()
    {
        var engine = Engine(o => o.Source = "https://shop.example/referrals").ForTenant(TenantId.From("north"));
        await engine.EnrollAsync(Enrollment.Of(Ann));
        await engine.Events.DeliverAsync(_handler);
        Assert.Equal("https://shop.example/referrals/north/spring", _handler.Events.Single().Source);
    }

    [Fact]
    public async Task Refusals_and_repetitions_tell_nothing()
    {
        var engine = Engine();
        var signUp = SignUp.Of(Bob).ReferredBy(Bob).At(Start);
        await engine.SignUpAsync(signUp);
        await engine.SignUpAsync(signUp);
        Assert.False((await engine.RedeemAsync(Redemption.Of("use-1", Ann, Amount.Of(4, "EUR")).At(Start))).IsAccepted);
        await engine.Events.DeliverAsync(_handler);
        Assert.Equal([DecisionCodes.SignUpReferralRefused], _handler.Events.Select(one => one.Type["referrals.".Length..]));
    }

    [Fact]
    public async Task Without_the_option_nothing_is_written()
    {
        var engine = new ReferralEngine(_store, new ReferralsOptions().AddProgram(Program), _clock);
        await JourneyAsync(engine);
        Assert.Empty(await _store.ScanAsync(Partition.Of(Program.Id), RecordKind.Message, ScanRange.All, default).ToListAsync());
        await Assert.ThrowsAsync<ReferralsException>(async () => await engine.Events.DeliverAsync(_handler));
    }

    [Fact]
    public async Task Failure_holds_up_its_stream_only_and_rests_longer_each_time()
    {
        var engine = Engine();
        await JourneyAsync(engine);
        _handler.Fails = one => one.Stream == "bob";
        var round = await engine.Events.DeliverAsync(_handler);
        Assert.Equal((1, 1), (round.Delivered, round.Failed));
        int[] rests = [5, 10, 20, 40];
        foreach (var seconds in rests)
        {
            _clock.Advance(Duration.FromSeconds(seconds - 1));
            Assert.Equal(0, (await engine.Events.DeliverAsync(_handler)).Failed);
            _clock.Advance(Duration.FromSeconds(1));
            Assert.Equal(1, (await engine.Events.DeliverAsync(_handler)).Failed);
        }

        _handler.Fails = _ => false;
        _clock.Advance(Duration.FromMinutes(30));
        Assert.Equal(3, (await engine.Events.DeliverAsync(_handler)).Delivered);
        Assert.Equal([6L, 1L, 1L], _handler.Events.Where(one => one.Stream == "bob").Select(one => one.Attempt));
    }

    [Fact]
    public async Task Event_that_fails_too_often_is_set_aside_and_can_be_brought_back()
    {
        var engine = Engine(o => (o.MaxAttempts, o.FirstDelay) = (3, TimeSpan.Zero));
        await JourneyAsync(engine);
        _handler.Fails = one => one.Type == "referrals.conversion.rewarded";
        var round = await engine.Events.DeliverAsync(_handler);
        Assert.Equal((3, 2, 1), (round.Delivered, round.Failed, round.SetAside));

        var dead = await engine.Events.ReadDeadLettersAsync().SingleAsync();
        Assert.False(await engine.Events.RetryAsync("another"));
        Assert.True(await engine.Events.RetryAsync(dead.Id));
        Assert.Equal(1, (await engine.Events.DeliverAsync(_handler)).SetAside);

        Assert.True(await engine.Events.RetryAsync(dead.Id));
        _handler.Fails = _ => false;
        Assert.Equal(1, (await engine.Events.DeliverAsync(_handler)).Delivered);
        Assert.Empty(await engine.Events.ReadDeadLettersAsync().ToListAsync());
    }

    /// <summary>A process that dies after the hand-over and before the note of it: the event comes again, after the lease.</summary>
    [Fact]
    public async Task Event_is_told_again_after_a_crash()
    {
        var engine = Engine();
        await engine.EnrollAsync(Enrollment.Of(Ann));
        using var dying = new CancellationTokenSource();
        _handler.Fails = _ =>
        {
            dying.Cancel();
            dying.Token.ThrowIfCancellationRequested();
            return true;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await engine.Events.DeliverAsync(_handler, dying.Token));
        _handler.Fails = _ => false;
        Assert.Equal(0, (await engine.Events.DeliverAsync(_handler)).Delivered);
        _clock.Advance(Duration.FromMinutes(1));
        Assert.Equal(1, (await engine.Events.DeliverAsync(_handler)).Delivered);
    }

    [Fact]
    public async Task Slow_handler_gives_back_what_it_has_no_time_for()
    {
        var engine = Engine(o => o.LeaseTime = TimeSpan.FromSeconds(10));
        await JourneyAsync(engine);
        _handler.Fails = _ =>
        {
            _clock.Advance(Duration.FromSeconds(11));
            return false;
        };
        await engine.Events.DeliverAsync(_handler);
        Assert.Equal(4, _handler.Events.Select(one => one.Id).Distinct().Count());
        Assert.Equal(
            ["referrals.sign_up.referred", "referrals.conversion.rewarded", "referrals.refund.reversed"],
            _handler.Events.Where(one => one.Stream == "bob").Select(one => one.Type).Distinct());
    }

    /// <summary>Others may have the event by then.</summary>
    [Fact]
    public async Task Handler_is_told_to_stop_when_its_lease_is_over()
    {
        var engine = Engine(o => (o.LeaseTime, o.MaxAttempts) = (TimeSpan.FromSeconds(1), 1));
        await engine.EnrollAsync(Enrollment.Of(Ann));
        var round = await engine.Events.DeliverAsync(new EndlessHandler());
        Assert.Equal((0, 0, 1), (round.Delivered, round.Failed, round.SetAside));
    }

    private sealed class EndlessHandler : IReferralEventHandler
    {
        public async ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [Fact]
    public void Store_that_keeps_no_messages_is_refused_at_once()
    {
        var exception = Assert.Throws<ReferralsException>(
            () => new ReferralEngine(new Storage.Conformance.PlainStore(), new ReferralsOptions().AddProgram(Program).PublishEvents()));
        Assert.Contains("IOutboxStore", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReferralsOptions().PublishEvents(o => o.MaxAttempts = 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReferralsOptions().PublishEvents(o => o.LeaseTime = TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => new ReferralsOptions().PublishEvents(o => o.Source = ""));
    }

    /// <summary>The longest texts that inputs can have, the most conversions and rewards that fit: the batch still keeps within a store's limits.</summary>
    [Fact]
    public async Task Largest_decision_and_its_event_fit_into_one_commit()
    {
        var program = ReferralProgram.Create("spring", p =>
        {
            for (var rule = 0; rule < 6; rule++)
            {
                _ = p.RewardReferrer(r => r.Named(new string((char)('a' + rule), 60)).Flat(1, "EUR").HeldFor(TimePeriod.Days(3)).AtMost(1_000, "EUR"));
            }
        });
        var engine = new ReferralEngine(_store, new ReferralsOptions().AddProgram(program).PublishEvents(), _clock);
        var longest = CustomerId.From(new string('\u6f22', 128));
        await engine.EnrollAsync(Enrollment.Of(Ann));
        await engine.SignUpAsync(SignUp.Of(longest).ReferredBy(Ann).InSegment(new string('\u6f22', 60)).At(Start));
        var bought = Conversion.Of(longest, new string('\u6f22', 128), new string('p', 64), Amount.Of(80, "EUR"));
        var decision = await engine.ConvertAsync(bought.At(Start));

        Assert.Equal(DecisionCodes.ConversionRewarded, decision.Code);
        Assert.Equal(6, decision.Grants.Count());
        var message = await _store.ScanAsync(Partition.Of(program.Id), RecordKind.Message, ScanRange.All, default).LastAsync();
        Assert.InRange(message.Content.Value.Length, 2_000, CommitBatch.MaxBytes / 4);
    }

    private static ReferralProgram Program { get; } = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR"))
        .RewardReferee(r => r.Flat(2, "EUR")));

    private ReferralEngine Engine(Action<OutboxOptions>? configure = null) =>
        new(_store, new ReferralsOptions().AddProgram(Program).PublishEvents(configure), _clock, new SeededRandomness(7));

    private static async Task JourneyAsync(ReferralEngine engine)
    {
        await engine.EnrollAsync(Enrollment.Of(Ann));
        await engine.SignUpAsync(SignUp.Of(Bob).ReferredBy(Ann));
        await engine.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));
        await engine.RefundAsync(Refund.OfWhole("refund-1", "order-1"));
    }

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n" };

    private static string Indented(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document, Options);
    }
}
