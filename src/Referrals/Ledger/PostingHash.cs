using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Referrals.Ledger;

/// <summary>The hash that links a posting to the one before it in its chain.</summary>
/// <remarks>
/// <para>SHA-256 over bytes in this order; it never changes: previous hash, posting, step, chain as texts; place in the chain, time in
/// ticks since 1970 as numbers; unit as text; the number of lines; for each line, in ascending order of its account, the account and
/// the amount as numbers, owner and reward as texts, the number of parts, and for each part reward as text and amount as number;
/// last the subject as text.</para>
/// <para>A text is its length in bytes as a 4-byte number, then UTF-8; one that is missing has length -1. A number has 8 bytes. All numbers
/// are little-endian. Texts carry their length, so that no two contents give the same bytes.</para>
/// </remarks>
internal static class PostingHash
{
    private const int OnStack = 1024;

    internal static string Of(ReadOnlySpan<LedgerLine> lines)
    {
        var most = Most(lines);
        var rented = most > OnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented is null ? stackalloc byte[OnStack] : rented;
        var length = Write(lines, buffer);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(buffer[..length], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return Convert.ToHexStringLower(hash);
    }

    /// <summary>More bytes than are written, whatever the texts hold.</summary>
    private static int Most(ReadOnlySpan<LedgerLine> lines)
    {
        var first = lines[0];
        var total = 64 + (4 * (first.PreviousHash.Length + first.Posting.Length + first.Step.Length + first.Chain.Length
            + (first.Subject?.Length ?? 0))) + 64;
        foreach (var line in lines)
        {
            total += 40 + (3 * (Length(line.Owner?.Value) + Length(line.Reward?.Value)));
            foreach (var part in line.Parts)
            {
                total += 12 + (3 * Length(part.Reward?.Value));
            }
        }

        return total;
    }

    private static int Length(string? text) => text?.Length ?? 0;

    private static int Write(ReadOnlySpan<LedgerLine> lines, Span<byte> buffer)
    {
        var first = lines[0];
        var place = Text(first.PreviousHash, buffer, 0);
        place = Text(first.Posting, buffer, place);
        place = Text(first.Step, buffer, place);
        place = Text(first.Chain, buffer, place);
        place = Number(first.ChainIndex, buffer, place);
        place = Number(first.OccurredAt.ToUnixTimeTicks(), buffer, place);
        place = Text(first.Amount.Unit.ToString(), buffer, place);
        place = Number(lines.Length, buffer, place);
        var last = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            var next = Following(lines, last);
            last = (int)next.Account;
            place = Line(next, buffer, place);
        }

        return Text(first.Subject, buffer, place);
    }

    /// <summary>The line with the lowest account above one; a posting has at most one line for each account.</summary>
    private static LedgerLine Following(ReadOnlySpan<LedgerLine> lines, int account)
    {
        LedgerLine? found = null;
        foreach (var line in lines)
        {
            if ((int)line.Account > account && (found is null || line.Account < found.Account))
            {
                found = line;
            }
        }

        return found ?? lines[0];
    }

    private static int Line(LedgerLine line, Span<byte> buffer, int place)
    {
        place = Number((long)line.Account, buffer, place);
        place = Number(line.Amount.MinorUnits, buffer, place);
        place = Text(line.Owner?.Value, buffer, place);
        place = Text(line.Reward?.Value, buffer, place);
        place = Number(line.Parts.Count, buffer, place);
        foreach (var part in line.Parts)
        {
            place = Text(part.Reward?.Value, buffer, place);
            place = Number(part.MinorUnits, buffer, place);
        }

        return place;
    }

    private static int Text(string? text, Span<byte> buffer, int place)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetBytes(text, buffer[(place + 4)..]);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[place..], length);
        return place + 4 + Math.Max(length, 0);
    }

    private static int Number(long number, Span<byte> buffer, int place)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer[place..], number);
        return place + 8;
    }
}
