using Referrals.Storage;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Pipeline;

/// <summary>No record grows without end, and a decision writes as much at the end of a long history as at its beginning.</summary>
public sealed class RecordBoundsTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Attribute(a => a.LastTouch().Within(TimePeriod.Days(30)))
        .RewardReferrer(r => r.Flat(10, "USD"))
        .RewardReferee(r => r.Flat(1, "USD")));

    [Fact]
    public async Task Decision_writes_as_much_for_the_first_as_for_the_two_thousandth_conversion_of_a_customer()
    {
        var (store, referrals) = await StartAsync(Program);
        await referrals.SubmitAsync(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(1)));
        var bytes = new List<long>();
        for (var i = 0; i < 2_000; i++)
        {
            var before = store.Written;
            await referrals.SubmitAsync(Conversion.Of(Customer("bob"), $"o{i:D4}", "purchase", Usd(20)).At(Day(2 + (i * 0.01))));
            bytes.Add(store.Written - before);
        }

        Assert.InRange(bytes[^1], 1, bytes[0] + 16_000);
        Assert.InRange(bytes[^1] - bytes[1_000], -200, 200);
        Assert.InRange(store.Largest[RecordKind.Account], 1, 10_000);
        Assert.InRange(store.Largest[RecordKind.Customer], 1, 2_000);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Decision_writes_as_much_for_the_first_as_for_the_thousandth_friend_of_a_referrer()
    {
        var (store, referrals) = await StartAsync(Program);
        var bytes = new List<long>();
        for (var i = 0; i < 1_000; i++)
        {
            var friend = Customer($"friend{i:D4}");
            var before = store.Written;
            await referrals.SubmitAsync(SignUp.Of(friend).ReferredBy(Customer("alice")).At(Day(1 + (i * 0.01))));
            await referrals.SubmitAsync(Conversion.Of(friend, $"o{i:D4}", "purchase", Usd(20)).At(Day(1.001 + (i * 0.01))));
            bytes.Add(store.Written - before);
        }

        Assert.InRange(bytes[^1], 1, bytes[0] + 9_000);
        Assert.InRange(bytes[^1] - bytes[500], -200, 200);
    }

    [Fact]
    public async Task Names_of_events_fill_no_record_and_each_is_counted_on()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "USD").When(w => w.First())));
        var (store, referrals) = await StartAsync(program);
        await referrals.SubmitAsync(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(1)));
        var name = new string('n', 120);
        for (var i = 0; i < 300; i++)
        {
            var first = await referrals.SubmitAsync(Conversion.Of(Customer("bob"), $"a{i}", $"{name}{i:D3}", Usd(20)).At(Day(2)));
            var second = await referrals.SubmitAsync(Conversion.Of(Customer("bob"), $"b{i}", $"{name}{i:D3}", Usd(20)).At(Day(3)));

            Assert.Equal((DecisionCodes.ConversionRewarded, DecisionCodes.ConversionNotRewarded), (first.Code, second.Code));
        }

        Assert.InRange(store.Largest[RecordKind.Customer], 1, 9_000);
    }

    [Fact]
    public async Task Attributes_fill_no_record_and_what_is_left_out_is_told()
    {
        var (store, referrals) = await StartAsync(Program);
        Decision? last = null;
        for (var i = 0; i < 200; i++)
        {
            last = await referrals.SubmitAsync(
                CustomerUpdate.Of(Customer("bob")).With($"a{i:D3}", new string('x', 100)).WithKey($"k{i}").At(Day(1)));
        }

        var changed = await referrals.SubmitAsync(CustomerUpdate.Of(Customer("bob")).With("a000", "changed").WithKey("c").At(Day(2)));

        Assert.Contains(last!.Explanation.Checks, check => check.Code == DecisionCodes.AttributeLeftOut && check.Actual == "a199");
        Assert.DoesNotContain(changed.Explanation.Checks, check => check.Code == DecisionCodes.AttributeLeftOut);
        Assert.InRange(store.Largest[RecordKind.Customer], 1, 12_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Touches_that_fall_out_never_change_who_is_credited(bool isFirst)
    {
        var program = ReferralProgram.Create("spring", p => p
            .Attribute(a => _ = (isFirst ? a.FirstTouch() : a.LastTouch()).Within(TimePeriod.Days(30)))
            .RewardReferrer(r => r.Flat(10, "USD")));
        for (var seed = 0; seed < 40; seed++)
        {
            var (store, referrals) = await StartAsync(program);
            var random = new Random(seed);
            string[] names = ["alice", "cid", "dee"];
            foreach (var name in names.Skip(1))
            {
                await referrals.SubmitAsync(Enrollment.Of(Customer(name)).At(Day(0)));
            }

            foreach (var name in names)
            {
                await referrals.SubmitAsync(Share.Of($"s-{name}", Customer(name), Channel.From("email")).At(Day(0)));
            }

            var touches = new List<(string Name, NodaTime.Instant At)>();
            var day = 0.0;
            var current = "alice";
            for (var i = 0; i < 200; i++)
            {
                day += random.NextDouble() * 0.6;
                current = random.Next(8) == 0 ? names[random.Next(3)] : current;
                await referrals.SubmitAsync(Touch.ClickOfShare($"s-{current}", VisitorId.From("v"), Day(day)));
                touches.Add((current, Day(day)));
            }

            var at = Day(day + (random.NextDouble() * 20));
            await referrals.SubmitAsync(SignUp.Of(Customer("bob")).ByVisitor(VisitorId.From("v")).At(at));

            var inside = touches.Where(touch => touch.At + NodaTime.Duration.FromDays(30) >= at).ToArray();
            var expected = isFirst ? inside[0].Name : inside[^1].Name;
            var created = await referrals.Operations.ReadJournalAsync().SingleAsync(fact => fact.Kind == FactKind.ReferralCreated);
            Assert.Equal(Customer(expected), created.Referrer);
            Assert.InRange(store.Largest[RecordKind.Visitor], 1, 12_000);
        }
    }

    [Fact]
    public async Task Touches_of_more_visitors_than_a_customer_lists_still_count()
    {
        var (_, referrals) = await StartAsync(Program);
        await referrals.SubmitAsync(Enrollment.Of(Customer("cid")).At(Day(0)));
        await referrals.SubmitAsync(Share.Of("s-alice", Customer("alice"), Channel.From("email")).At(Day(0)));
        await referrals.SubmitAsync(Share.Of("s-cid", Customer("cid"), Channel.From("email")).At(Day(0)));
        for (var i = 0; i < 40; i++)
        {
            await referrals.SubmitAsync(Touch.ClickOfShare("s-alice", VisitorId.From($"v{i}"), Day(1 + (i * 0.01))));
            await referrals.SubmitAsync(Identification.Of(VisitorId.From($"v{i}"), Customer("bob")).At(Day(2)));
        }

        await referrals.SubmitAsync(Touch.ClickOfShare("s-cid", VisitorId.From("v39"), Day(3)));
        await referrals.SubmitAsync(SignUp.Of(Customer("bob")).At(Day(4)));

        var created = await referrals.Operations.ReadJournalAsync().SingleAsync(fact => fact.Kind == FactKind.ReferralCreated);
        Assert.Equal(Customer("cid"), created.Referrer);
    }

    private static async Task<(MeasuredBytes Store, ReferralEngine Referrals)> StartAsync(ReferralProgram program)
    {
        var store = new MeasuredBytes();
        var referrals = new ReferralEngine(store, new ReferralsOptions().AddProgram(program), new FakeClock(Day(0)));
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        return (store, referrals);
    }

    /// <summary>A store that counts the bytes that it is given.</summary>
    private sealed class MeasuredBytes : IReferralStore
    {
        private readonly InMemoryReferralStore _inner = new();

        internal long Written { get; private set; }

        internal Dictionary<RecordKind, int> Largest { get; } = [];

        public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
            _inner.LoadAsync(partition, keys, cancellationToken);

        public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            foreach (var operation in batch.Operations.Where(operation => operation.Content is not null))
            {
                var length = operation.Content!.Value.Length;
                Written += length;
                Largest[operation.Key.Kind] = Math.Max(length, Largest.GetValueOrDefault(operation.Key.Kind));
            }

            return _inner.CommitAsync(batch, cancellationToken);
        }

        public IAsyncEnumerable<StoredRecord> ScanAsync(Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
            _inner.ScanAsync(partition, kind, range, cancellationToken);
    }
}
