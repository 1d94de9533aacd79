using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Tests;
using Referrals.Webhooks.Delivery;
using Referrals.Webhooks.Tests.Receiving;

namespace Referrals.Webhooks.Tests.Delivery;

public sealed class BodyTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private FakeReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await FakeReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    /// <summary>What a receiver reads of the same rewarded order, in all four kinds.</summary>
    [Fact]
    public async Task Bodies_read_as_approved()
    {
        await using var shop = new WebhookShop();
        foreach (var detail in Enum.GetValues<WebhookDetail>())
        {
            foreach (var format in Enum.GetValues<WebhookFormat>())
            {
                _ = await shop.AddAsync(
                    _receiver.Url($"/{detail}-{format}"),
                    new WebhookSettings { Url = "", Detail = detail, Format = format, Types = ["referrals.conversion.rewarded"] });
            }
        }

        await ReferAsync(shop);
        await shop.Webhooks.DeliverAsync();

        var text = new StringBuilder();
        foreach (var received in _receiver.Inbox.OrderBy(one => one.Path, StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(received.Body);
            _ = text.Append(received.Path).Append(' ').Append(received.Headers["content-type"]).Append('\n')
                .Append(JsonSerializer.Serialize(json.RootElement, Indented)).Append("\n\n");
        }

        Approvals.Verify(text.ToString());
    }

    [Fact]
    public async Task Thin_body_says_nothing_of_segment_visitor_and_margin()
    {
        await using var shop = new WebhookShop();
        _ = await shop.AddAsync(_receiver.Url("/thin"));
        _ = await shop.AddAsync(_receiver.Url("/full"), new WebhookSettings { Url = "", Detail = WebhookDetail.Full });
        await ReferAsync(shop);
        await shop.Webhooks.DeliverAsync();

        var thin = string.Concat(_receiver.InboxOf("/thin").Select(one => one.Text));
        var full = string.Concat(_receiver.InboxOf("/full").Select(one => one.Text));
        foreach (var word in new[] { "\"segment\"", "gold", "\"visitor\"", "browser-7", "\"margin\"" })
        {
            Assert.Contains(word, full, StringComparison.Ordinal);
            Assert.DoesNotContain(word, thin, StringComparison.Ordinal);
        }

        // Thin only, nothing whole is stored.
        Assert.Equal(_receiver.InboxOf("/thin").Count, _receiver.InboxOf("/full").Count);
        Assert.Equal(0, await NothingWholeAsync());

        async Task<int> NothingWholeAsync()
        {
            await using var other = new WebhookShop();
            _ = await other.AddAsync(_receiver.Url("/thin"));
            await ReferAsync(other);
            return await other.Store.ReadFullMessagesAsync(Partition.Of(ProgramId.From("spring")), default).CountAsync();
        }
    }

    [Fact]
    public void Thin_form_of_a_thin_form_is_the_same()
    {
        ReadOnlyMemory<byte> json = """{"id":"1","source":"/x","type":"t","partitionkey":"ann","data":{"decision":"d","secret":1,"facts":[{"kind":"SignedUp","customer":"ann","segment":"gold","later":5}]}}"""u8.ToArray();
        var thin = WebhookBody.Thin(json);

        Assert.Equal(Encoding.UTF8.GetString(thin.Span), Encoding.UTF8.GetString(WebhookBody.Thin(thin).Span));
        Assert.DoesNotContain("gold", Encoding.UTF8.GetString(thin.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("later", Encoding.UTF8.GetString(thin.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(thin.Span), StringComparison.Ordinal);
    }

    /// <summary>SHA-256 of source, line end and id, by the command line: printf '/referrals/spring\norder-1' | openssl dgst -sha256 -binary | head -c 16 | basenc --base64url.</summary>
    [Fact]
    public void Id_of_a_message_follows_from_source_and_id_and_holds_no_dot()
    {
        Assert.Equal("msg_53A2x6N3Dxvt8RmcYrijMg", WebhookBody.IdOf("/referrals/spring", "order-1"));
        Assert.Matches("^msg_[A-Za-z0-9_-]{22}$", WebhookBody.IdOf("/referrals/spring", "order.1 Zoë 🎁\n"));
    }

    [Fact]
    public async Task Erased_person_is_not_told_of_by_a_replay()
    {
        var key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        await using var shop = new WebhookShop(add: services => services.Configure<ReferralsOptions>(o => o.UsePseudonyms(key)));
        var endpoint = await shop.AddAsync(_receiver.Url("/full"), new WebhookSettings { Url = "", Detail = WebhookDetail.Full });
        await ReferAsync(shop);
        await shop.Webhooks.DeliverAsync();
        var before = _receiver.Inbox.Count;
        Assert.Contains("gold", string.Concat(_receiver.Inbox.Select(one => one.Text)), StringComparison.Ordinal);

        await shop.Engine.Privacy.EraseAsync(CustomerId.From("bob"));
        await shop.HandOverAsync();
        _ = await shop.Webhooks.ReplayAsync(endpoint.Id, WebhookShop.Start, WebhookShop.Start + Duration.FromDays(1), includeDelivered: true);
        await shop.Webhooks.DeliverAsync();

        var replayed = _receiver.Inbox.Skip(before).ToList();
        Assert.True(replayed.Count > before);
        Assert.DoesNotContain("gold", string.Concat(replayed.Select(one => one.Text)), StringComparison.Ordinal);
        Assert.DoesNotContain("bob", string.Concat(_receiver.Inbox.Select(one => one.Text)), StringComparison.Ordinal);
    }

    /// <summary>Ann refers Bob, who buys.</summary>
    internal static async Task ReferAsync(WebhookShop shop)
    {
        var visitor = VisitorId.From("browser-7");
        var enrolled = await shop.Engine.EnrollAsync(Enrollment.Of(CustomerId.From("ann")));
        _ = await shop.Engine.TouchAsync(Touch.Click(enrolled.Link!, visitor));
        _ = await shop.Engine.SignUpAsync(SignUp.Of(CustomerId.From("bob")).ByVisitor(visitor).InSegment("gold"));
        _ = await shop.Engine.ConvertAsync(Conversion.Of(CustomerId.From("bob"), "order-1", "purchase", Amount.Of(80, "EUR")).WithMargin(Amount.Of(20, "EUR")));
        await shop.HandOverAsync();
    }
}
