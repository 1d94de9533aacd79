using System.Security.Cryptography;
using System.Text;

namespace Referrals;

/// <summary>
/// Composes the texts of keys and derived ids out of parts, in one place. Different parts give different texts, whatever they hold: what
/// separates parts, or marks a key as one of our own, is escaped inside of them as in a URL. Ordinary ids stay readable as they are.
/// </summary>
internal static class KeyText
{
    /// <summary>The longest composed text. It leaves room for what a record's id adds to it.</summary>
    internal const int MaxLength = 440;

    /// <summary>Stands for a part that is not there, which is not an empty part. No escaped part holds it.</summary>
    private const string Absent = "~";

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("%:/#~");

    /// <summary>A word of ours and parts of anybody's, divided by colons.</summary>
    internal static string Of(string word, params ReadOnlySpan<string?> parts)
    {
        return Bounded(parts.Length switch
        {
            1 => $"{word}:{Part(parts[0])}",
            2 => $"{word}:{Part(parts[0])}:{Part(parts[1])}",
            _ => Joined(word, parts),
        });
    }

    private static string Joined(string word, ReadOnlySpan<string?> parts)
    {
        var all = new string[parts.Length + 1];
        all[0] = word;
        for (var i = 0; i < parts.Length; i++)
        {
            all[i + 1] = Part(parts[i]);
        }

        return string.Join(':', all);
    }

    /// <summary>A part as it stands inside a key.</summary>
    internal static string Part(string? part)
    {
        if (part is null)
        {
            return Absent;
        }

        if (!part.AsSpan().ContainsAny(Special))
        {
            return part;
        }

        var text = new StringBuilder(part.Length + 16);
        foreach (var c in part)
        {
            _ = Special.Contains(c) ? text.Append('%').Append(Convert.ToHexString([(byte)c])) : text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>
    /// A composed text that is not too long for a key: one that is keeps its first word, and a hash stands for the rest. A mark in front of the
    /// hash, which no part can hold, keeps it apart from all texts that are written out.
    /// </summary>
    internal static string Bounded(string composed)
    {
        if (composed.Length <= MaxLength)
        {
            return composed;
        }

        var end = composed.AsSpan().IndexOfAny(':', '/');
        var word = end is > 0 and < 128 ? composed[..end] : string.Empty;
        return $"{word}:~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(composed)))}";
    }
}
