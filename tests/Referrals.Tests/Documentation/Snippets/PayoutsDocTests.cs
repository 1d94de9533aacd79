using Referrals.Storage;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of docs/payouts.md, compiled and run: once, by many workers, and with a crash at every place where one can be.</summary>
public sealed class PayoutsDocTests
{
    private const int People = 4;
    private static readonly Unit Euro = Unit.Parse("EUR");

    [Fact]
    public async Task Loop_pays_everybody_once()
    {
        var (store, bank) = (await ShopAsync(), new Bank());
        await LoopAsync(Engine(store), bank);
        await EndAsync(store, bank);
    }

    [Fact]
    public async Task Loop_of_many_workers_pays_everybody_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var (store, bank) = (await ShopAsync(), new Bank());
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () => await LoopAsync(Engine(store), bank))));
            await EndAsync(store, bank);
        }
    }

    /// <summary>
    /// A worker dies at its n-th word with the store or the bank, before or after it has had its effect, for every n; then another one runs the
    /// loop, and dies a little later. Whoever comes last ends the work.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loop_pays_everybody_once_wherever_a_worker_dies(bool afterEffect)
    {
        var place = 0;
        var died = true;
        while (died)
        {
            place++;
            var (store, bank) = (await ShopAsync(), new Bank());
            died = await DiesAsync(store, bank, place, afterEffect);
            _ = await DiesAsync(store, bank, (place / 2) + 1, !afterEffect);
            await EndAsync(store, bank);
        }

        Assert.True(place > 6 * People, $"The worker only had {place} words; what was tried does not cover the loop.");
    }

    [Fact]
    public async Task Reasons_are_told()
    {
        var referrals = Engine(await ShopAsync());
        var euro = Euro;
        await foreach (var due in referrals.Payouts.ListDueAsync(euro))
        {
            Console.WriteLine($"{due.Customer}: {due.Amount}, {due.Reason ?? "due"}");
        }

        var program = ReferralProgram.Create("spring", p => p
            .RewardReferrer(r => r.Flat(20, "EUR"))
            .PayOut(PayoutRule.From(Amount.Of(25, "EUR")).WithFee(Amount.Of(0.35m, "EUR"), FeeBearer.Owner).GivingFeeBack()));
        Assert.Equal(
            "from 25.00 EUR on, fee 0.35 EUR borne by the owner, given back with a payout that comes back", Assert.Single(program.Payouts).ToString());
        Assert.True(await referrals.Payouts.ListDueAsync(Euro).AllAsync(due => due.IsDue));
    }

    private static async Task LoopAsync(ReferralEngine referrals, Bank bank)
    {
        var euro = Euro;
        await referrals.Payouts.StartAsync("2026-03", euro);
        await foreach (var payout in referrals.Payouts.ListOpenAsync())
        {
            var transfer = await bank.SendAsync(payout.Id.Value, payout.Customer, payout.ToSend);
            if (transfer.Arrived)
            {
                await referrals.Payouts.ConfirmAsync(payout.Id);
            }
            else if (transfer.Refused)
            {
                await referrals.Payouts.FailAsync(payout.Id, transfer.Reason);
            }
        }
    }

    /// <summary>Whatever happened before: after some rounds more all is paid, and each person has got once what was earned.</summary>
    private static async Task EndAsync(IReferralStore store, Bank bank)
    {
        var referrals = Engine(store);
        for (var round = 0; round < 4; round++)
        {
            await LoopAsync(referrals, bank);
        }

        Assert.Empty(await referrals.Payouts.ListOpenAsync().ToListAsync());
        Assert.All(Enumerable.Range(0, People), i => Assert.Equal(
            [Amount.Of(20 + i, "EUR")], bank.Arrived.Where(transfer => transfer.Customer == Customer($"p{i}")).Select(transfer => transfer.Amount)));
        Assert.Equal(People, bank.Arrived.Count());
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    private static async Task<bool> DiesAsync(IReferralStore store, Bank bank, int place, bool afterEffect)
    {
        var death = new Death(place, afterEffect);
        try
        {
            await LoopAsync(Engine(new MortalStore(store, death)), bank.For(death));
            return false;
        }
        catch (DeadWorkerException)
        {
            return true;
        }
    }

    private static ReferralEngine Engine(IReferralStore store) => new(
        store,
        new ReferralsOptions().AddProgram(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.PercentOf(10, "EUR")))),
        new FakeClock(Day(2)));

    private static async Task<IReferralStore> ShopAsync()
    {
        var store = new InMemoryReferralStore();
        var referrals = Engine(store);
        for (var i = 0; i < People; i++)
        {
            _ = await referrals.EnrollAsync(Enrollment.Of(Customer($"p{i}")).At(Day(0)));
            _ = await referrals.SignUpAsync(SignUp.Of(Customer($"f{i}")).ReferredBy(Customer($"p{i}")).At(Day(0)));
            _ = await referrals.ConvertAsync(
                Conversion.Of(Customer($"f{i}"), $"order-{i}", "purchase", Amount.Of((20 + i) * 10, "EUR")).At(Day(1)));
        }

        return store;
    }

    /// <summary>Knows each key once. It refuses the first transfer to p1, and does not know yet about the first look at that to p2.</summary>
    private sealed class Bank
    {
        private readonly Dictionary<string, Transfer> _transfers;
        private readonly HashSet<string> _asked;
        private readonly Death? _death;

        internal Bank()
            : this([], [], null)
        {
        }

        private Bank(Dictionary<string, Transfer> transfers, HashSet<string> asked, Death? death) => (_transfers, _asked, _death) = (transfers, asked, death);

        internal IEnumerable<Transfer> Arrived => _transfers.Values.Where(transfer => transfer.Arrived);

        internal Bank For(Death death) => new(_transfers, _asked, death);

        internal Task<Transfer> SendAsync(string key, CustomerId? customer, Amount amount)
        {
            _death?.Comes(afterEffect: false);
            Transfer transfer;
            lock (_transfers)
            {
                var isFirst = !_transfers.Values.Any(other => other.Customer == customer);
                if (!_transfers.TryGetValue(key, out transfer!))
                {
                    _transfers[key] = transfer = new Transfer(customer, amount, Refused: isFirst && customer == Customer("p1"), Known: true);
                }

                Assert.Equal((customer, amount), (transfer.Customer, transfer.Amount));
                transfer = customer == Customer("p2") && _asked.Add(key) ? transfer with { Known = false } : transfer;
            }

            _death?.Comes(afterEffect: true);
            return Task.FromResult(transfer);
        }
    }

    private sealed record Transfer(CustomerId? Customer, Amount Amount, bool Refused, bool Known, string Reason = "the account is closed")
    {
        internal bool Arrived => Known && !Refused;
    }

    /// <summary>Comes at the n-th word of a worker.</summary>
    private sealed class Death(int place, bool after)
    {
        private int _left = place;

        internal void Comes(bool afterEffect)
        {
            if (afterEffect == after && --_left == 0)
            {
                throw new DeadWorkerException();
            }
        }
    }

#pragma warning disable CA1032 // Thrown and caught here only.
    private sealed class DeadWorkerException : Exception;
#pragma warning restore CA1032

    /// <summary>Once its worker has died, nobody answers any more: not the retry of a commit whose outcome is unknown either.</summary>
    private sealed class MortalStore(IReferralStore store, Death death) : IReferralStore
    {
        private bool _isDead;

        public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
            WordAsync(() => store.LoadAsync(partition, keys, cancellationToken));

        public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) =>
            WordAsync(() => store.CommitAsync(batch, cancellationToken));

        public IAsyncEnumerable<StoredRecord> ScanAsync(Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken)
        {
            Die(afterEffect: false);
            return store.ScanAsync(partition, kind, range, cancellationToken);
        }

        private async ValueTask<T> WordAsync<T>(Func<ValueTask<T>> word)
        {
            Die(afterEffect: false);
            var answer = await word();
            Die(afterEffect: true);
            return answer;
        }

        private void Die(bool afterEffect)
        {
            try
            {
                if (_isDead)
                {
                    throw new DeadWorkerException();
                }

                death.Comes(afterEffect);
            }
            catch (DeadWorkerException)
            {
                _isDead = true;
                throw;
            }
        }
    }
}
