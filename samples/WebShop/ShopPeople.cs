using Microsoft.EntityFrameworkCore;
using Referrals;

namespace WebShop;

/// <summary>What the team's dashboard asks the shop about its customers: their names, and who is meant by a name.</summary>
internal static class ShopPeople
{
    private const int MostFound = 20;

    internal static async ValueTask<IReadOnlyDictionary<CustomerId, string>> NamesAsync(
        IServiceScopeFactory scopes, IReadOnlyList<CustomerId> customers, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        string[] ids = [.. customers.Select(static customer => customer.Value)];
        return await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Accounts.AsNoTracking()
            .Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(static account => CustomerId.From(account.Id), static account => account.Name, cancellationToken);
    }

    internal static async ValueTask<IReadOnlyList<CustomerId>> SearchAsync(
        IServiceScopeFactory scopes, string text, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Accounts.AsNoTracking()
            .Where(account => !account.IsStaff && EF.Functions.Like(account.Name, text.Replace("%", "").Replace("_", "") + "%"))
            .OrderBy(static account => account.Name).Take(MostFound).Select(static account => account.Id).ToListAsync(cancellationToken);
        return [.. found.Select(CustomerId.From)];
    }
}
