using NodaTime;
using Referrals.Storage;

namespace Referrals.Tests.Pipeline;

/// <summary>What holds when many workers report at once, and when the store loses its answers.</summary>
public sealed class ManyWorkersTests
{
    private const int Workers = 16;
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly CustomerId Alice = CustomerId.From("alice");

    [Fact]
    public async Task Budget_and_cap_hold_to_the_cent_under_sixteen_workers()
    {
        var program = ReferralProgram.Create("p", p => p
            .RewardReferrer(r => r.Flat(7, "USD").AtMost(100, "USD"))
            .RewardReferee(r => r.Flat(3, "USD"))
            .Budget(150, "USD"));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions { MaxAttempts = 10_000 }.AddProgram(program));
        _ = await referrals.EnrollAsync(Enrollment.Of(Alice).At(Start));
        await Parallel.ForEachAsync(Enumerable.Range(0, 100), Options, async (i, cancellation) =>
        {
            var customer = CustomerId.From($"c{i}");
            _ = await referrals.SignUpAsync(SignUp.Of(customer).ReferredBy(Alice).At(Start), cancellation);
            _ = await referrals.ConvertAsync(
                Conversion.Of(customer, $"o{i}", "purchase", Amount.Of(50, "USD")).At(Start), cancellation);
        });

        var grants = await referrals.Operations.ReadJournalAsync().Where(fact => fact.Kind == FactKind.RewardGranted).ToListAsync();
        Assert.Equal(10_000, grants.Where(grant => grant.Customer == Alice).Sum(grant => grant.Amount!.Value.MinorUnits));
        Assert.InRange(grants.Sum(grant => grant.Amount!.Value.MinorUnits), 14_700, 15_000);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Same_input_from_sixteen_workers_takes_effect_once()
    {
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Simple));
        await ReferBob(referrals);
        var order = Conversion.Of(CustomerId.From("bob"), "o1", "purchase", Amount.Of(50, "USD")).At(Start);

        var decisions = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => referrals.ConvertAsync(order).AsTask())));

        Assert.Single(decisions, decision => !decision.IsRepeated);
        Assert.Single(decisions.Select(decision => decision.Explanation.ToText()).Distinct());
        Assert.Equal("20.00 USD", (await referrals.GetBalancesAsync(Alice)).Single().Available.ToString());
    }

    [Fact]
    public async Task Two_sign_ups_that_would_close_a_circle_at_once_never_both_stand()
    {
        for (var round = 0; round < 50; round++)
        {
            var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Simple));
            var (ann, ben) = (CustomerId.From("ann"), CustomerId.From("ben"));
            _ = await referrals.EnrollAsync(Enrollment.Of(ann).At(Start));
            _ = await referrals.EnrollAsync(Enrollment.Of(ben).At(Start));

            var decisions = await Task.WhenAll(
                Task.Run(() => referrals.SignUpAsync(SignUp.Of(ann).ReferredBy(ben).At(Start)).AsTask()),
                Task.Run(() => referrals.SignUpAsync(SignUp.Of(ben).ReferredBy(ann).At(Start)).AsTask()));

            Assert.Single(decisions, decision => decision.Code == DecisionCodes.SignUpReferred);
        }
    }

    [Fact]
    public async Task Lost_answer_of_a_commit_is_found_out_and_given()
    {
        var store = new ForgetfulStore();
        var referrals = new ReferralEngine(store, new ReferralsOptions().AddProgram(Simple));
        await ReferBob(referrals);
        store.LoseNextAnswer = true;

        var decision = await referrals.ConvertAsync(Conversion.Of(CustomerId.From("bob"), "o1", "purchase").At(Start));

        Assert.Equal(DecisionCodes.ConversionRewarded, decision.Code);
        Assert.Equal("20.00 USD", (await referrals.GetBalancesAsync(Alice)).Single().Available.ToString());
    }

    [Fact]
    public async Task Commit_that_failed_for_sure_throws_and_stores_nothing()
    {
        var store = new ForgetfulStore();
        var referrals = new ReferralEngine(store, new ReferralsOptions().AddProgram(Simple));
        await ReferBob(referrals);
        store.FailNextCommit = true;

        await Assert.ThrowsAsync<IOException>(() => referrals.ConvertAsync(Conversion.Of(CustomerId.From("bob"), "o1", "purchase").At(Start)).AsTask());

        Assert.True((await referrals.GetBalancesAsync(Alice)).Single().Available.IsZero);
    }

    [Fact]
    public async Task Used_key_with_another_content_is_refused_and_changes_nothing()
    {
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Simple));
        await ReferBob(referrals);
        var order = Conversion.Of(CustomerId.From("bob"), "o1", "purchase", Amount.Of(50, "USD")).At(Start);
        _ = await referrals.ConvertAsync(order);

        var other = await referrals.ConvertAsync(Conversion.Of(CustomerId.From("bob"), "o1", "purchase", Amount.Of(51, "USD")).At(Start));

        Assert.Equal(DecisionCodes.ConversionDuplicate, other.Code);
        Assert.False(other.IsAccepted);
        Assert.Equal("20.00 USD", (await referrals.GetBalancesAsync(Alice)).Single().Available.ToString());
    }

    private static ParallelOptions Options => new() { MaxDegreeOfParallelism = Workers };

    private static ReferralProgram Simple => ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(20, "USD")));

    private static async Task ReferBob(ReferralEngine referrals)
    {
        _ = await referrals.EnrollAsync(Enrollment.Of(Alice).At(Start));
        _ = await referrals.SignUpAsync(SignUp.Of(CustomerId.From("bob")).ReferredBy(Alice).At(Start));
    }

    /// <summary>The in-memory store behind a connection that can break before or after a commit.</summary>
    private sealed class ForgetfulStore : IReferralStore
    {
        private readonly InMemoryReferralStore _inner = new();

        internal bool LoseNextAnswer { get; set; }

        internal bool FailNextCommit { get; set; }

        public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
            _inner.LoadAsync(partition, keys, cancellationToken);

        public async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            if (FailNextCommit)
            {
                FailNextCommit = false;
                throw new IOException("The connection broke before the commit.");
            }

            var outcome = await _inner.CommitAsync(batch, cancellationToken);
            if (LoseNextAnswer)
            {
                LoseNextAnswer = false;
                throw new IOException("The connection broke after the commit.");
            }

            return outcome;
        }

        public IAsyncEnumerable<StoredRecord> ScanAsync(
            Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
            _inner.ScanAsync(partition, kind, range, cancellationToken);
    }
}
