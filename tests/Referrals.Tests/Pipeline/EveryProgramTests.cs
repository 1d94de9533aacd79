using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Pipeline;

/// <summary>What is reported once and decided by every program.</summary>
public sealed class EveryProgramTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CustomerId Bob = CustomerId.From("bob");
    private static readonly ProgramId Credit = ProgramId.From("credit");
    private static readonly ProgramId Points = ProgramId.From("points");

    [Fact]
    public async Task Order_is_reported_once_and_rewarded_by_each_program()
    {
        var referrals = Engine(Flat(Points, 100, "points"), Flat(Credit, 10, "EUR"));
        await EnrollAsync(referrals);

        var signUps = await referrals.ForEveryProgram().SignUpAsync(SignUp.Of(Bob).ReferredBy(Ann));
        var decisions = await referrals.ForEveryProgram().ConvertAsync(Order());

        Assert.Equal([Credit, Points], decisions.Each.Select(one => one.Program));
        Assert.All(signUps.Each, one => Assert.True(one.Decision!.IsAccepted));
        Assert.Equal(Amount.Of(10, "EUR"), decisions.Of(Credit)!.Grants.Single().Amount);
        Assert.Equal(Amount.Of(100, "points"), decisions.Of(Points)!.Grants.Single().Amount);
        Assert.Empty(decisions.Failed);
        decisions.ThrowIfAnyFailed();
    }

    [Fact]
    public async Task Click_counts_in_the_program_that_its_code_belongs_to()
    {
        var referrals = Engine(Flat(Points, 100, "points"), Flat(Credit, 10, "EUR"));
        var enrolled = await referrals.ForProgram(Credit).EnrollAsync(Enrollment.Of(Ann));
        var visitor = VisitorId.From("v1");

        var touched = await referrals.ForEveryProgram().TouchAsync(Touch.CodeEntry(enrolled.Code.Value, visitor));
        var signedUp = await referrals.ForEveryProgram().SignUpAsync(SignUp.Of(Bob).ByVisitor(visitor));

        Assert.Equal(DecisionCodes.TouchRecorded, touched.Of(Credit)!.Code);
        Assert.Equal(DecisionCodes.TouchUnknownCode, touched.Of(Points)!.Code);
        Assert.Equal(DecisionCodes.SignUpReferred, signedUp.Of(Credit)!.Code);
        Assert.Equal(DecisionCodes.SignUpNotReferred, signedUp.Of(Points)!.Code);
    }

    [Fact]
    public async Task Input_without_a_time_happens_at_one_time_in_all_programs()
    {
        var referrals = Engine(new TickingClock(Start), Flat(Points, 100, "points"), Flat(Credit, 10, "EUR"));

        var decisions = await referrals.ForEveryProgram().SignUpAsync(SignUp.Of(Bob));

        Assert.Single(decisions.Each.Select(one => one.Decision!.OccurredAt).Distinct());
    }

    [Fact]
    public async Task Fault_of_one_program_takes_nothing_from_the_others_and_is_done_later()
    {
        var store = new StoreWithoutPoints();
        var referrals = new ReferralEngine(
            store, new ReferralsOptions().AddProgram(Flat(Points, 100, "points")).AddProgram(Flat(Credit, 10, "EUR")), new FakeClock(Start));
        await EnrollAsync(referrals);
        _ = await referrals.ForEveryProgram().SignUpAsync(SignUp.Of(Bob).ReferredBy(Ann));
        store.IsBroken = true;

        var decisions = await referrals.ForEveryProgram().ConvertAsync(Order());

        Assert.True(decisions.Of(Credit)!.IsAccepted);
        Assert.Equal(Points, Assert.Single(decisions.Failed).Program);
        Assert.IsType<InvalidOperationException>(decisions.Failed.Single().Fault);
        var thrown = Assert.Throws<ReferralsException>(decisions.ThrowIfAnyFailed);
        Assert.StartsWith("1 of 2 programs could not decide: points.", thrown.Message, StringComparison.Ordinal);

        store.IsBroken = false;
        var again = await referrals.ForEveryProgram().ConvertAsync(Order());
        Assert.True(again.Of(Credit)!.IsRepeated);
        Assert.False(again.Of(Points)!.IsRepeated);
        Assert.Equal(100, again.Of(Points)!.Grants.Single().Amount!.Value.Value);
    }

    [Fact]
    public async Task Person_is_erased_in_every_program_that_knows_them()
    {
        var options = new ReferralsOptions().AddProgram(Flat(Points, 100, "points")).AddProgram(Flat(Credit, 10, "EUR")).UsePseudonyms(new byte[32]);
        var referrals = new ReferralEngine(new InMemoryReferralStore(), options, new FakeClock(Start));
        _ = await referrals.ForProgram(Credit).EnrollAsync(Enrollment.Of(Ann));

        var erased = await referrals.ForEveryProgram().EraseAsync(Ann);

        Assert.True(erased.Of(Credit)!.IsAccepted);
        Assert.Null(erased.Of(Points));
        Assert.Empty(erased.Failed);
    }

    private static ReferralEngine Engine(params ReferralProgram[] programs) => Engine(new FakeClock(Start), programs);

    private static ReferralEngine Engine(IClock clock, params ReferralProgram[] programs) => new(
        new InMemoryReferralStore(), programs.Aggregate(new ReferralsOptions(), static (options, program) => options.AddProgram(program)), clock);

    private static async Task EnrollAsync(ReferralEngine referrals)
    {
        _ = await referrals.ForProgram(Credit).EnrollAsync(Enrollment.Of(Ann));
        _ = await referrals.ForProgram(Points).EnrollAsync(Enrollment.Of(Ann));
    }

    private static ReferralProgram Flat(ProgramId id, decimal amount, string unit) =>
        ReferralProgram.Create(id.Value, p => p.RewardReferrer(r => r.Flat(amount, unit)));

    private static Conversion Order() => Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR"));

    /// <summary>A clock that goes on whenever it is looked at.</summary>
    private sealed class TickingClock(Instant now) : IClock
    {
        private Instant _now = now;

        public Instant GetCurrentInstant() => _now += Duration.FromSeconds(1);
    }

    /// <summary>A store that cannot reach one of the programs for a while.</summary>
    private sealed class StoreWithoutPoints : IReferralStore
    {
        private readonly InMemoryReferralStore _store = new();

        internal bool IsBroken { get; set; }

        public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
            IsBroken && partition.Program == Points
                ? throw new InvalidOperationException("The shard of this program is down.")
                : _store.LoadAsync(partition, keys, cancellationToken);

        public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => _store.CommitAsync(batch, cancellationToken);

        public IAsyncEnumerable<StoredRecord> ScanAsync(Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
            _store.ScanAsync(partition, kind, range, cancellationToken);
    }
}
