namespace Referrals.EntityFrameworkCore.Tests.Joining;

public sealed class Order
{
    public required int Id { get; init; }

    public required string Customer { get; init; }
}
