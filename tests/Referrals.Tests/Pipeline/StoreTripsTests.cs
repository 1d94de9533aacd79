using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Pipeline;

/// <summary>How often a decision speaks with the store: each time is a round trip to a server.</summary>
public sealed class StoreTripsTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly CustomerId Alice = CustomerId.From("alice");

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(50, "EUR"))
        .RewardReferee(r => r.Flat(5, "EUR"))
        .Budget(1000, "EUR"));

    private readonly CountedStore _store = new();

    /// <summary>Only where one record names the next, as that of a visitor names the code, is there a second load.</summary>
    [Fact]
    public async Task Inputs_load_once_or_twice_and_commit_once_in_one_session()
    {
        var engine = new ReferralEngine(_store, new ReferralsOptions().AddProgram(Program));
        var (bob, carl, visitor) = (CustomerId.From("bob"), CustomerId.From("carl"), VisitorId.From("cookie"));
        var enrolled = await engine.EnrollAsync(Enrollment.Of(Alice).At(Start));
        Assert.Equal("open load commit close", _store.Told());
        await engine.ShareAsync(Share.Of("s1", Alice, Channel.From("email")).At(Start));
        Assert.Equal("open load commit close", _store.Told());
        await engine.TouchAsync(Touch.Click(enrolled.Link!, visitor, Start));
        Assert.Equal("open load commit close", _store.Told());
        await engine.TouchAsync(Touch.CodeEntry(enrolled.Code.Value, visitor, Start + Duration.FromMinutes(1)));
        Assert.Equal("open load commit close", _store.Told());
        await engine.SignUpAsync(SignUp.Of(bob).ByVisitor(visitor).At(Start + Duration.FromMinutes(2)));
        Assert.Equal("open load load commit close", _store.Told());
        await engine.SignUpAsync(SignUp.Of(carl).ReferredBy(Alice).At(Start));
        Assert.Equal("open load commit close", _store.Told());
        var order = Conversion.Of(bob, "o1", "purchase", Amount.Of(80, "EUR")).At(Start + Duration.FromMinutes(3));
        Assert.Equal(2, (await engine.ConvertAsync(order)).Grants.Count());
        Assert.Equal("open load load commit close", _store.Told());
        Assert.True((await engine.ConvertAsync(order)).IsRepeated);
        Assert.Equal("open load close", _store.Told());
    }

    /// <summary>Nothing more than where all versions are registered, but a reading of the program every two seconds.</summary>
    [Fact]
    public async Task Programs_in_the_store_cost_no_more_trips()
    {
        var clock = new FakeClock(Start);
        var engine = new ReferralEngine(_store, new ReferralsOptions().AddProgram(Program).StorePrograms(), clock);
        await engine.EnrollAsync(Enrollment.Of(Alice).At(Start));
        _ = _store.Told();
        await engine.ShareAsync(Share.Of("s1", Alice, Channel.From("email")).At(Start));
        Assert.Equal("open load commit close", _store.Told());
        await engine.SignUpAsync(SignUp.Of(CustomerId.From("carl")).ReferredBy(Alice).At(Start));
        Assert.Equal("open load commit close", _store.Told());
        await engine.ConvertAsync(Conversion.Of(CustomerId.From("carl"), "o1", "purchase", Amount.Of(80, "EUR")));
        Assert.Equal("open load load commit close", _store.Told());
        clock.Advance(Duration.FromSeconds(2));
        await engine.ShareAsync(Share.Of("s2", Alice, Channel.From("email")));
        Assert.Equal("load open load commit close", _store.Told());
    }

    [Fact]
    public async Task Session_is_closed_when_the_store_fails()
    {
        var engine = new ReferralEngine(_store, new ReferralsOptions().AddProgram(Program));
        _store.Fails = true;
        await Assert.ThrowsAsync<IOException>(async () => await engine.EnrollAsync(Enrollment.Of(Alice).At(Start)));
        Assert.Equal("open load close", _store.Told());
    }

    private sealed class CountedStore : IReferralStore, ISessionStore
    {
        private readonly InMemoryReferralStore _inner = new();
        private readonly List<string> _calls = [];

        internal bool Fails { get; set; }

        public ValueTask<IAsyncDisposable> OpenSessionAsync(CancellationToken cancellationToken)
        {
            _calls.Add("open");
            return ValueTask.FromResult<IAsyncDisposable>(new Session(_calls));
        }

        public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
        {
            _calls.Add("load");
            return Fails ? throw new IOException("The connection broke.") : _inner.LoadAsync(partition, keys, cancellationToken);
        }

        public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            _calls.Add("commit");
            return _inner.CommitAsync(batch, cancellationToken);
        }

        public IAsyncEnumerable<StoredRecord> ScanAsync(
            Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
            _inner.ScanAsync(partition, kind, range, cancellationToken);

        /// <summary>The calls since the last question.</summary>
        internal string Told()
        {
            var told = string.Join(' ', _calls);
            _calls.Clear();
            return told;
        }
    }

    private sealed class Session(List<string> calls) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            calls.Add("close");
            return ValueTask.CompletedTask;
        }
    }
}
