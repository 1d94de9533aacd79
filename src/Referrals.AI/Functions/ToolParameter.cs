namespace Referrals.AI.Functions;

/// <summary>One argument of a function: a text, a choice or a list of texts. What a model sends is checked against it before anything is read.</summary>
internal sealed record ToolParameter(string Name, string Description, bool IsRequired = true)
{
    /// <summary>The longest text.</summary>
    internal int MaxLength { get; init; } = 256;

    /// <summary>The texts that it can be; empty for any.</summary>
    internal IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What the text is, as JSON schema calls it, such as <c>date</c>; <c>null</c> for nothing special.</summary>
    internal string? Format { get; init; }

    /// <summary>The most items of a list; 0 for a text that is no list.</summary>
    internal int MaxItems { get; init; }

    internal static ToolParameter Cursor { get; } = new("after", "The 'next' of the page before; leave it out for the first page.", IsRequired: false) { MaxLength = 1_000 };

    internal static ToolParameter CustomerId { get; } = new("customerId", "The application's id of the customer, exactly as the person of the team gave it.");

    internal static ToolParameter OrderId { get; } = new("orderId", "The application's id of the order or other conversion, exactly as it was given.");
}
