using System.Globalization;
using NodaTime;
using Referrals.EntityFrameworkCore;

namespace Referrals.Chaos.Worker;

/// <summary>Referrers who earn all the time, and workers who pay them out by the loop of the documentation; the bank is a folder.</summary>
public sealed class PayoutShop
{
    private const int Referrers = 12;
    private const int OrdersPerSecond = 40;

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly Unit Euro = Unit.Parse("EUR");

    private static readonly ReferralProgram Program = ReferralProgram.Create("payouts", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR"))
        .PayOut(PayoutRule.From(Amount.Of(10, "EUR")).WithFee(Amount.Of(0.5m, "EUR"), FeeBearer.Owner).GivingFeeBack()));

    private readonly ReferralEngine _engine;
    private readonly FolderBank _bank;

    public PayoutShop(ReferralsDbContext context, string bank)
    {
        _engine = new ReferralEngine(
            new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false }),
            new ReferralsOptions { MaxAttempts = 50 }.AddProgram(Program));
        _bank = new FolderBank(bank);
    }

    public ReferralEngine Engine => _engine;

    public FolderBank Bank => _bank;

    public static IEnumerable<CustomerId> People => Enumerable.Range(0, Referrers).Select(Referrer);

    /// <summary>An order that is told now, by this worker or by another one.</summary>
    public async Task EarnAsync(TimeSpan elapsed, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var order = (int)(elapsed.TotalSeconds * OrdersPerSecond) + random.Next(5);
        var (referrer, friend) = (Referrer(order % Referrers), CustomerId.From("f" + (order % Referrers).ToString(CultureInfo.InvariantCulture)));
        _ = await _engine.EnrollAsync(Enrollment.Of(referrer).At(Start));
        _ = await _engine.SignUpAsync(SignUp.Of(friend).ReferredBy(referrer).At(Start));
        _ = await _engine.ConvertAsync(Conversion
            .Of(friend, string.Create(CultureInfo.InvariantCulture, $"o{order}"), "purchase", Amount.Of(50, "EUR")).At(Start + Duration.FromMinutes(1)));
    }

    /// <summary>The loop, over one batch that is started again and again. What the bank has sent back is told as often as somebody looks.</summary>
    /// <returns>How many payouts have ended by it.</returns>
    public async Task<int> PayAsync()
    {
        var ended = 0;
        await _engine.Payouts.StartAsync("2026-03", Euro);
        await foreach (var payout in _engine.Payouts.ListOpenAsync())
        {
            var transfer = _bank.Send(payout.Id.Value, payout.Customer!.Value, payout.ToSend);
            var decision = transfer.Outcome == "refused"
                ? await _engine.Payouts.FailAsync(payout.Id, "the account is closed")
                : await _engine.Payouts.ConfirmAsync(payout.Id);
            ended += decision is { IsAccepted: true, IsRepeated: false } ? 1 : 0;
            if (transfer.Outcome == "returned")
            {
                await _engine.Payouts.ReturnAsync(payout.Id, "the account is closed");
            }
        }

        return ended;
    }

    private static CustomerId Referrer(int number) => CustomerId.From("r" + number.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A bank that knows each key once, whatever worker asks and whenever it dies: a transfer is a file that appears whole.</summary>
public sealed class FolderBank(string folder)
{
    public IEnumerable<Transfer> Transfers => Directory.GetFiles(folder, "*.transfer").Select(Read);

    public Transfer Send(string key, CustomerId customer, Amount amount)
    {
        var path = Path.Combine(folder, key + ".transfer");
        if (!File.Exists(path))
        {
            // One key of four is refused, one of eight comes back: always the same ones.
            var outcome = key[0] is >= '0' and <= '3' && key.EndsWith('1') ? "refused" : key[1] is '0' or '1' && key.EndsWith('2') ? "returned" : "arrived";
            var written = Path.Combine(folder, Guid.NewGuid().ToString("N"));
            File.WriteAllText(written, $"{customer}\t{amount}\t{outcome}");
            try
            {
                File.Move(written, path, overwrite: false);
            }
            catch (IOException)
            {
                // Another worker has sent it.
                File.Delete(written);
            }
        }

        var known = Read(path);
        return known.Customer == customer && known.Amount == amount
            ? known
            : throw new InvalidOperationException($"The key {key} was used for {known.Amount} to {known.Customer}, and now for {amount} to {customer}.");
    }

    private static Transfer Read(string path)
    {
        var parts = File.ReadAllText(path).Split('\t');
        return new Transfer(Path.GetFileNameWithoutExtension(path), CustomerId.From(parts[0]), Amount.Parse(parts[1]), parts[2]);
    }
}

/// <summary>A transfer as the bank knows it: <c>arrived</c>, <c>refused</c>, or <c>returned</c> after it had arrived.</summary>
public sealed record Transfer(string Key, CustomerId Customer, Amount Amount, string Outcome);
