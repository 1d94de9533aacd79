using System.Text;
using NodaTime;
using Referrals.Codes;
using Referrals.Storage;

namespace Referrals.Imports.Tests;

/// <summary>A shop that moves to this SDK: a program, an engine over memory, and imports of texts.</summary>
internal sealed class ImportShop
{
    internal static readonly Instant Now = Instant.FromUtc(2026, 1, 15, 12, 0);

    internal ImportShop()
        : this(new InMemoryReferralStore())
    {
    }

    internal ImportShop(IReferralStore store) => Engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(Program()), new FixedClock());

    internal ReferralEngine Engine { get; }

    /// <summary>A program that pays for every purchase, with a minimum and a fee: nothing of that may touch what was settled elsewhere.</summary>
    internal static ReferralProgram Program() => ReferralProgram.Create("spring", p => p
        .Codes(c => c.Length(10))
        .ChosenCodes(CustomCodeRules.Default.WithLength(3, 20))
        .PayOut(PayoutRule.From(Amount.Of(50, "EUR")))
        .ReviewManualRewardsAbove(100_000, "USD")
        .ReviewManualRewardsAbove(100_000, "points")
        .ReviewManualRewardsAbove(100, "free-months")
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR")));

    /// <summary>Options with which every file of the tests can be read.</summary>
    internal static ImportOptions Options() => new()
    {
        Zone = DateTimeZone.Utc,
        Unit = Unit.Money("EUR"),
        PendingUntil = Instant.FromUtc(2099, 1, 1, 0, 0),
    };

    internal Task<ImportReport> RunAsync(ImportSource source, string text, ImportOptions? options = null) =>
        new ReferralImport(Engine, source, options ?? Options()).RunAsync(Bytes(text));

    internal Task<ImportReport> CheckAsync(ImportSource source, string text, ImportOptions? options = null) =>
        new ReferralImport(Engine, source, options ?? Options()).CheckAsync(Bytes(text));

    internal static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    internal async Task<string> BalanceAsync(string customer) =>
        string.Join(", ", (await Engine.GetBalancesAsync(CustomerId.From(customer))).Select(static balance => balance.ToString()));

    /// <summary>Everything that is stored, as it would be exported: what changes nothing changes no byte of it.</summary>
    internal async Task<string> StoredAsync()
    {
        using var stream = new MemoryStream();
        _ = await Engine.Operations.ExportAsync(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class FixedClock : IClock
    {
        public Instant GetCurrentInstant() => Now;
    }
}
