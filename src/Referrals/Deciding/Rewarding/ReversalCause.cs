namespace Referrals.Deciding.Rewarding;

/// <summary>What takes a reward back. Its mark makes the posting unique; marks of our own begin with a tilde, which no part of a key can hold.</summary>
internal readonly record struct ReversalCause(string Mark, string? Subject)
{
    /// <summary>The referral was rejected.</summary>
    internal static readonly ReversalCause Rejection = new("~rejected", null);

    /// <summary>The conversion was refunded in part before it was judged.</summary>
    internal static readonly ReversalCause RefundedBefore = new("~refunded-before", null);

    internal static ReversalCause OfRefund(string id) => new(KeyText.Part(id), id);
}
