using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Referrals.Storage;

namespace Referrals.Serialization;

/// <summary>
/// What makes changes behind the back show, apart from the ledger, which has its chains. Every stored record weighs a number that follows from
/// its key, version, due time and content; every event keeps by how much its commit has changed the weight of all records together. So the
/// events' numbers sum to what is there, or something was changed, added or taken out. All sums are modulo 2^64, so that their order does not matter.
/// </summary>
/// <remarks>
/// A seal is the last member of an event's JSON: the change of the weight, a hash of the message where there is one, and a hash of
/// everything before and of these two. It needs no key: it shows accidents and careless hands, not somebody who computes it again.
/// </remarks>
internal readonly record struct EventSeal
{
    private const int Part = sizeof(ulong);

    private EventSeal(ulong weight, ulong message)
    {
        Weight = weight;
        Message = message;
    }

    /// <summary>By how much the commit changes the weight of all records and counters of the partition together.</summary>
    internal ulong Weight { get; }

    /// <summary>The hash of the message about the decision; 0 where there is none.</summary>
    internal ulong Message { get; }

    private static ReadOnlySpan<byte> Name => ",\"seal\":\""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>What a record weighs.</summary>
    internal static ulong WeightOf(RecordKey key, long version, RecordContent content)
    {
        var length = (4 * Part) + SHA256.HashSizeInBytes + Encoding.UTF8.GetMaxByteCount(key.Id.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var bytes = rented.AsSpan();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)key.Kind);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[Part..], version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(2 * Part)..], content.DueAt?.ToUnixTimeTicks() ?? long.MinValue);
        _ = SHA256.HashData(content.Value.Span, bytes[(3 * Part)..]);
        var end = (3 * Part) + SHA256.HashSizeInBytes;
        end += Encoding.UTF8.GetBytes(key.Id, bytes[end..]);
        var weight = Hash(bytes[..end]);
        ArrayPool<byte>.Shared.Return(rented);
        return weight;
    }

    /// <summary>What a counter weighs: its number times a factor of its own, so that additions weigh what they add, whoever else adds.</summary>
    internal static ulong WeightOf(RecordKey counter, long number) =>
        unchecked((Hash(Encoding.UTF8.GetBytes(counter.Id)) | 1) * (ulong)number);

    /// <summary>The hash of a message, by which an event knows its own.</summary>
    internal static ulong HashOf(RecordContent message) => unchecked(
        Hash(message.Value.Span) + (3 * Hash(Encoding.UTF8.GetBytes(message.Stream ?? string.Empty))));

    /// <summary>The event's JSON with its seal.</summary>
    internal static ReadOnlyMemory<byte> Put(ReadOnlySpan<byte> json, ulong weight, ulong message)
    {
        var parts = Parts(json[..^1], weight, message);
        var text = Base64Url.EncodeToString(parts);
        var sealedJson = new byte[json.Length - 1 + Name.Length + text.Length + End.Length];
        json[..^1].CopyTo(sealedJson);
        Name.CopyTo(sealedJson.AsSpan(json.Length - 1));
        _ = Encoding.ASCII.GetBytes(text, sealedJson.AsSpan(json.Length - 1 + Name.Length));
        End.CopyTo(sealedJson.AsSpan(sealedJson.Length - End.Length));
        return sealedJson;
    }

    /// <summary>The seal of an event; <c>null</c> if it has none, or was changed after it was sealed.</summary>
    internal static EventSeal? Of(ReadOnlySpan<byte> json)
    {
        var place = json.LastIndexOf(Name);
        if (place < 0 || !json.EndsWith(End))
        {
            return null;
        }

        var text = json[(place + Name.Length)..^End.Length];
        if (!Base64Url.IsValid(text, out var length) || length is not ((2 * Part) or (3 * Part)))
        {
            return null;
        }

        Span<byte> parts = stackalloc byte[length];
        _ = Base64Url.DecodeFromUtf8(text, parts);
        var weight = BinaryPrimitives.ReadUInt64LittleEndian(parts);
        var message = length == 2 * Part ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(parts[Part..]);
        return parts.SequenceEqual(Parts(json[..place], weight, message)) ? new EventSeal(weight, message) : null;
    }

    private static byte[] Parts(ReadOnlySpan<byte> content, ulong weight, ulong message)
    {
        var parts = new byte[message == 0 ? 2 * Part : 3 * Part];
        BinaryPrimitives.WriteUInt64LittleEndian(parts, weight);
        if (message != 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(parts.AsSpan(Part), message);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content);
        hash.AppendData(parts.AsSpan(..^Part));
        Span<byte> all = stackalloc byte[SHA256.HashSizeInBytes];
        _ = hash.GetHashAndReset(all);
        all[..Part].CopyTo(parts.AsSpan(parts.Length - Part));
        return parts;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
