using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Referrals.Ledger;

/// <summary>Writes the postings of a reward's life: granted, vested, reversed.</summary>
internal static class LedgerBook
{
    internal const string GrantedStep = "granted";
    internal const string VestedStep = "vested";

    internal static Posting Grant(LedgerEntry entry, bool held) =>
        Post(entry, GrantedStep, LedgerAccount.Program, held ? LedgerAccount.Pending : LedgerAccount.Available);

    internal static Posting Vest(LedgerEntry entry) =>
        Post(entry, VestedStep, LedgerAccount.Pending, LedgerAccount.Available);

    /// <param name="entry">What is taken back.</param>
    /// <param name="held">Whether the reward is still held.</param>
    /// <param name="refund">The host's id of the refund, which makes the posting's id unique.</param>
    internal static Posting Reverse(LedgerEntry entry, bool held, string refund) =>
        Post(entry, $"reversed:{refund}", held ? LedgerAccount.Pending : LedgerAccount.Available, LedgerAccount.Reversed);

    /// <summary>The hash that a posting of this content must have after that one.</summary>
    internal static string Hash(
        string previous, string posting, LedgerAccount from, LedgerAccount to, string owner, Amount amount, Instant at)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{previous}\n{posting}\n{from}\n{to}\n{owner.Length}:{owner}\n{amount.MinorUnits}\n{amount.Unit}\n{at.ToUnixTimeTicks()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static Posting Post(LedgerEntry entry, string step, LedgerAccount from, LedgerAccount to)
    {
        var id = $"{entry.Reward}/{step}";
        var hash = Hash(entry.Chain.Hash, id, from, to, entry.Owner.Value, entry.Amount, entry.At);
        var chain = new LedgerChain(entry.Chain.Length + 1, hash);
        return new Posting
        {
            From = Line(entry, id, from, -entry.Amount, chain),
            To = Line(entry, id, to, entry.Amount, chain),
            Chain = chain,
        };
    }

    private static LedgerLine Line(LedgerEntry entry, string posting, LedgerAccount account, Amount amount, LedgerChain chain) => new()
    {
        Posting = posting,
        Account = account,
        Owner = account is LedgerAccount.Program or LedgerAccount.Reversed ? null : entry.Owner,
        Amount = amount,
        Reward = entry.Reward,
        OccurredAt = entry.At,
        Chain = entry.Referee,
        ChainIndex = chain.Length,
        PreviousHash = entry.Chain.Hash,
        Hash = chain.Hash,
    };
}
