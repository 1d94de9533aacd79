namespace Referrals;

/// <summary>What takes a reward back. Its mark makes the posting unique; marks of our own begin with a tilde, which no part of a key can hold.</summary>
internal readonly record struct ReversalCause(string Mark, string? Subject)
{
    /// <summary>The referral was rejected.</summary>
    internal static readonly ReversalCause Rejection = new("~rejected", null);

    /// <summary>Somebody took it back by hand.</summary>
    internal static readonly ReversalCause ByHand = new("~by-hand", null);

    /// <summary>The conversion was refunded in part before it was judged.</summary>
    internal static readonly ReversalCause RefundedBefore = new("~refunded-before", null);

    /// <summary>
    /// How a correction is called that a refund causes: by the refund's id. An id that reads like one of the other corrections gets a word in front,
    /// as does one that reads like such an id with the word; so no two corrections of an order have one name.
    /// </summary>
    internal static string NameOfRefund(string id)
    {
        const string word = "refund.";
        var rest = id.AsSpan();
        while (rest.StartsWith(word, StringComparison.Ordinal))
        {
            rest = rest[word.Length..];
        }

        return rest.StartsWith("amended.", StringComparison.Ordinal) || rest.StartsWith("cancelled.", StringComparison.Ordinal) ? word + id : id;
    }

    internal static ReversalCause OfRefund(string id) => new(KeyText.Part(id), id);

    /// <summary>A refund took a mark back: the reward of a mark can belong to another conversion as well.</summary>
    internal static ReversalCause OfMarks(string refund) => new($"{KeyText.Part(refund)}~mark", refund);

    /// <summary>The rejection of a referral took a mark back.</summary>
    /// <param name="referee">Whose referral.</param>
    /// <param name="reinstated">How often it was reinstated before.</param>
    internal static ReversalCause OfRejectedMarks(CustomerId referee, int reinstated) => new(
        reinstated == 0
            ? $"~rejected:{KeyText.Part(referee.Value)}"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"~rejected~{reinstated}:{KeyText.Part(referee.Value)}"),
        null);
}
