using NodaTime;

namespace Referrals.AI.Proposals;

/// <summary>A proposal as a person reads it before confirming. Every member comes out of the sealed token. Immutable.</summary>
public sealed record ToolProposal
{
    internal ToolProposal(SealedProposal proposal, string text)
    {
        Text = text;
        Customer = CustomerId.From(proposal.Customer);
        Amount = proposal.Amount is { } amount ? Referrals.Amount.Parse(amount) : null;
        Approves = proposal.Approves;
        Reason = proposal.Reason;
        ExpiresAt = ProposalSeal.ExpiryOf(proposal);
    }

    /// <summary>What confirming does, in English: "Give 5.00 EUR by hand to customer ann". Encode it for the page.</summary>
    public string Text { get; }

    /// <summary>Whom it concerns.</summary>
    public CustomerId Customer { get; }

    /// <summary>The amount of the reward; <c>null</c> for a verdict on a referral.</summary>
    public Amount? Amount { get; }

    /// <summary>Whether it gives or approves; otherwise it rejects.</summary>
    public bool Approves { get; }

    /// <summary>The reason that the journal keeps, as the model passed it on. Let the person read it; it may hold what a stranger wrote.</summary>
    public string Reason { get; }

    /// <summary>Until when it can be confirmed.</summary>
    public Instant ExpiresAt { get; }
}

/// <summary>How a confirmation ended.</summary>
public enum ProposalStatus
{
    /// <summary>It was done, by this confirmation.</summary>
    Done = 0,

    /// <summary>It was done before, by an earlier confirmation of the same proposal; nothing happened now.</summary>
    UsedAlready = 1,

    /// <summary>The program refused it; the decision says why.</summary>
    Refused = 2,

    /// <summary>The token is none, was changed, was made by somebody else or for another tenant or program.</summary>
    Invalid = 3,

    /// <summary>It was not confirmed in time.</summary>
    Expired = 4,

    /// <summary>Whoever confirms may not decide, or no longer may.</summary>
    NotAllowed = 5,
}

/// <summary>What became of a proposal that a person confirmed.</summary>
public sealed record ProposalOutcome
{
    internal ProposalOutcome(ProposalStatus status, Decision? decision = null)
    {
        Status = status;
        Decision = decision;
    }

    /// <summary>How it ended.</summary>
    public ProposalStatus Status { get; }

    /// <summary>The decision; <c>null</c> where it came to none.</summary>
    public Decision? Decision { get; }
}
