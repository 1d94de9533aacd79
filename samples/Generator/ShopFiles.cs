using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Generator;

/// <summary>Writes a shop as CSV, in order of time, with ids in that order.</summary>
internal static class ShopFiles
{
    public static void Write(Shop shop, string folder)
    {
        var people = shop.People.OrderBy(static person => person.SignedUpAt).ToList();
        foreach (var (index, person) in people.Index())
        {
            person.Id = Id("C", index);
        }

        var shares = shop.Shares.OrderBy(static share => share.At).ToList();
        foreach (var (index, share) in shares.Index())
        {
            share.Id = Id("S", index);
        }

        File(folder, "customers", "customer_id,signup_at,acquired_via,referrer_id,segment,region,visitor_id,code", people.Select(static p =>
            $"{p.Id},{At(p.SignedUpAt)},{p.Via},{p.NamedReferrer?.Id},{p.Segment},{p.Region},{p.Visitor},{p.TypedCode}"));
        File(folder, "enrollments", "customer_id,at,code", people.Where(static p => p.EnrolledAt is not null)
            .OrderBy(static p => p.EnrolledAt)
            .Select(static p => $"{p.Id},{At(p.EnrolledAt!.Value)},{p.Code}"));
        File(folder, "shares", "share_id,advocate_id,channel,at", shares.Select(static s => $"{s.Id},{s.By.Id},{s.Channel},{At(s.At)}"));
        File(folder, "clicks", "click_id,share_id,visitor_id,at", shop.Clicks.OrderBy(static c => c.At)
            .Select(static (c, index) => $"{Id("K", index)},{c.Share.Id},{c.Visitor},{At(c.At)}"));
        File(folder, "orders", "order_id,customer_id,at,amount,margin,kind,currency,event", shop.Orders.OrderBy(static o => o.At)
            .Select(static (o, index) =>
                $"{Id("O", index)},{o.By.Id},{At(o.At)},{Number(o.Amount)},{Number(o.Margin)},{o.Kind},{o.Currency},{o.Event}"));
        File(folder, "costs", "at,kind,channel,amount", shop.Costs.OrderBy(static c => c.At)
            .Select(static c => $"{At(c.At)},{c.Kind},{c.Channel},{Number(c.Amount)}"));
        File(folder, "nps", "customer_id,at,score", shop.Answers.OrderBy(static a => a.At)
            .Select(static a => $"{a.By.Id},{At(a.At)},{a.Score.ToString(CultureInfo.InvariantCulture)}"));
    }

    private static void File(string folder, string name, string header, IEnumerable<string> rows) =>
        System.IO.File.WriteAllText(Path.Combine(folder, name + ".csv"), string.Join('\n', rows.Prepend(header)) + "\n");

    private static string Id(string letter, int index) => letter + (index + 1).ToString("D5", CultureInfo.InvariantCulture);

    private static string At(Instant instant) => InstantPattern.General.Format(instant);

    private static string Number(decimal number) => number.ToString("F2", CultureInfo.InvariantCulture);
}
