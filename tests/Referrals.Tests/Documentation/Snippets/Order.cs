namespace Referrals.Tests.Documentation.Snippets;

internal sealed class Order
{
    public required string Id { get; init; }

    public required string Customer { get; init; }
}
