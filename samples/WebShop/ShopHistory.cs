using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals;
using Referrals.Sharing;

namespace WebShop;

/// <summary>A year of a shop that did not exist, so that the dashboard has something to show: the same history on every machine, told up to now.</summary>
internal sealed class ShopHistory(ShopDbContext shop, ReferralEngine referrals, ShopClock clock)
{
    private const int Days = 360, Customers = 240;

    private static readonly string[] First =
        ["Ada", "Ben", "Cora", "Dan", "Eva", "Finn", "Gil", "Hana", "Ivo", "Jana", "Kim", "Lena", "Max", "Nora", "Omar", "Pia", "Quinn", "Rosa", "Sam", "Tara"];

    private static readonly string[] Last = ["Abel", "Berg", "Cruz", "Dorn", "Ek", "Falk", "Gray", "Holm", "Ito", "Jung", "Kerr", "Lund"];

    private readonly Random _random = new(7);
    private readonly List<(CustomerId Id, string Link)> _referrers = [];
    private int _orders;

    /// <summary>Writes the history where the shop has none yet.</summary>
    internal async Task WriteAsync()
    {
        if (await shop.Orders.AnyAsync())
        {
            return;
        }

        var start = clock.GetCurrentInstant() - Duration.FromDays(Days);
        for (var i = 0; i < Customers; i++)
        {
            // More and more people come, as in a shop that grows.
            await LiveAsync(i, start + Duration.FromHours(Math.Sqrt((i + 1.0) / Customers) * (Days - 1) * 24));
        }

        _ = await referrals.Operations.ProcessDueAsync();

        // Five friends of one referrer on one day: two of them wait for somebody to look at them.
        for (var i = 0; i < 5; i++)
        {
            await LiveAsync(Customers + i, clock.GetCurrentInstant() - Duration.FromHours(8 - i), _referrers[3].Link);
        }
    }

    private async Task LiveAsync(int index, Instant at, string? link = null)
    {
        var customer = CustomerId.From("d-" + index.ToString("D3", CultureInfo.InvariantCulture));
        _ = shop.Accounts.Add(new Account { Id = customer.Value, Name = First[index % First.Length] + " " + Last[index / First.Length % Last.Length] });
        link ??= _referrers.Count > 0 && _random.Next(100) < 38 ? _referrers[_random.Next(Math.Min(_referrers.Count, 40))].Link : null;
        var signUp = SignUp.Of(customer).At(at);
        if (link is not null)
        {
            var visitor = VisitorId.From("demo-" + index.ToString(CultureInfo.InvariantCulture));
            _ = await referrals.TouchAsync(Touch.Click(link, visitor).At(at - Duration.FromHours(2)));
            signUp = SignUp.Of(customer).ByVisitor(visitor).At(at);
        }

        _ = await referrals.SignUpAsync(signUp);
        for (var order = _random.Next(3); order > 0; order--)
        {
            at += Duration.FromDays(_random.Next(1, 9));
            await BuyAsync(customer, at);
        }

        if (_random.Next(100) < 45 && (await referrals.EnrollAsync(Enrollment.Of(customer).At(Earlier(at)))).Link is { } own)
        {
            Channel[] channels = [ShareChannels.WhatsApp, ShareChannels.Email, ShareChannels.Copy];
            _ = await referrals.ShareAsync(Share.Of("share-" + customer.Value, customer, channels[_random.Next(channels.Length)]).At(Earlier(at)));
            _referrers.Add((customer, own));
        }

        _ = await shop.SaveChangesAsync();
    }

    private async Task BuyAsync(CustomerId customer, Instant at)
    {
        if (at >= clock.GetCurrentInstant())
        {
            return;
        }

        var (product, price) = ShopActions.Products.ElementAt(_random.Next(ShopActions.Products.Count));
        var id = "D-" + (++_orders).ToString("D4", CultureInfo.InvariantCulture);
        _ = shop.Orders.Add(new Order { Id = id, AccountId = customer.Value, Product = product, Price = price, PlacedAt = at.ToDateTimeUtc() });
        _ = await referrals.ConvertAsync(Conversion.Of(customer, id, "purchase", Amount.Of(price, "EUR")).WithMargin(Amount.Of(price * 0.4m, "EUR")).At(at));
        if (_random.Next(100) < 6)
        {
            _ = await referrals.RefundAsync(Refund.OfWhole("return-" + id, id).At(Earlier(at + Duration.FromDays(5))));
        }
    }

    private Instant Earlier(Instant at) => Instant.Min(at, clock.GetCurrentInstant());
}
