using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Referrals;

namespace WebShop;

/// <summary>What customers do. Whatever the referral program has to know is told in the same transaction as the shop's own rows.</summary>
internal sealed class ShopActions(ShopDbContext shop, ReferralEngine referrals, ShopClock clock)
{
    /// <summary>What the shop sells; one lamp is below the minimum of the program.</summary>
    internal static IReadOnlyDictionary<string, decimal> Products { get; } = new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        ["Desk lamp"] = 80,
        ["Floor lamp"] = 140,
        ["Night light"] = 20,
    };

    /// <summary>Opens the shop, with Ann as its first customer and Mia as its team.</summary>
    internal async Task OpenAsync()
    {
        clock.Days = (await shop.PassedDays.AsNoTracking().SingleOrDefaultAsync())?.Days ?? 0;
        if (!await shop.Accounts.AnyAsync())
        {
            _ = shop.Accounts.Add(new Account { Id = "c-1", Name = "Ann" });
            _ = shop.Accounts.Add(new Account { Id = "staff-1", Name = "Mia", IsStaff = true });
            _ = await shop.SaveChangesAsync();
        }
    }

    /// <summary>Creates an account, and tells the program whose visitor it was.</summary>
    internal async Task<Account> RegisterAsync(HttpContext context, string name)
    {
        await using var transaction = await shop.Database.BeginTransactionAsync();
        var account = new Account { Id = "c-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8], Name = name };
        _ = shop.Accounts.Add(account);
        _ = await shop.SaveChangesAsync();
        _ = await referrals.SignUpAsync(context, SignUp.Of(CustomerId.From(account.Id)));
        await transaction.CommitAsync();
        return account;
    }

    /// <summary>Places an order: the order and what it earns, or neither.</summary>
    internal async Task<Decision> BuyAsync(HttpContext context, string account, string product)
    {
        await using var transaction = await shop.Database.BeginTransactionAsync();
        var order = new Order
        {
            Id = await NewNumberAsync(),
            AccountId = account,
            Product = product,
            Price = Products[product],
            PlacedAt = clock.GetCurrentInstant().ToDateTimeUtc(),
        };
        _ = shop.Orders.Add(order);
        _ = await shop.SaveChangesAsync();
        var decision = await referrals.ConvertAsync(
            context, Conversion.Of(CustomerId.From(account), order.Id, "purchase", Amount.Of(order.Price, "EUR")));
        await transaction.CommitAsync();
        return decision;
    }

    /// <summary>
    /// A number that no order has. It is drawn, not counted: two who buy at the same moment would count to the same, and a number that counts tells
    /// everybody how much the shop sells.
    /// </summary>
    private async Task<string> NewNumberAsync()
    {
        string number;
        do
        {
            number = "L-" + RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);
        }
        while (await shop.Orders.AnyAsync(order => order.Id == number));
        return number;
    }

    /// <summary>Takes an order back, and what was earned with it.</summary>
    internal async Task<bool> ReturnAsync(string account, string order)
    {
        await using var transaction = await shop.Database.BeginTransactionAsync();
        if (await shop.Orders.SingleOrDefaultAsync(one => one.Id == order && one.AccountId == account && !one.IsReturned) is not { } found)
        {
            return false;
        }

        found.IsReturned = true;
        _ = await shop.SaveChangesAsync();
        _ = await referrals.RefundAsync(Refund.OfWhole("return-" + order, order));
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Lets days pass, so that a hold can be seen to end.</summary>
    internal async Task PassAsync(int days)
    {
        var passed = await shop.PassedDays.SingleOrDefaultAsync() ?? shop.PassedDays.Add(new PassedDays { Id = 1, Days = 0 }).Entity;
        passed.Days += days;
        _ = await shop.SaveChangesAsync();
        clock.Days = passed.Days;
        _ = await referrals.Operations.ProcessDueAsync();
    }
}
