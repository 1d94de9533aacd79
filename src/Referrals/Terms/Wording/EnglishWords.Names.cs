namespace Referrals.Terms.Wording;

/// <content>Words for names that many programs use. A host replaces or adds them with <c>TermsWords.With</c>; other languages may leave them out.</content>
internal static partial class EnglishWords
{
    private static Dictionary<string, string> Names => new(StringComparer.Ordinal)
    {
        ["event.purchase"] = "{@your friend makes|you make} a purchase",
        ["events.purchase"] = "purchases",
        ["event.subscription.started"] = "{@your friend starts|you start} a subscription",
        ["events.subscription.started"] = "new subscriptions",
        ["event.subscription.renewed"] = "{@your friend renews|you renew} a subscription",
        ["events.subscription.renewed"] = "renewals",
        ["event.lead.qualified"] = "{@your friend turns|you turn} out to be a serious prospect",
        ["events.lead.qualified"] = "serious prospects",
        ["event.deal.won"] = "{@your friend closes|you close} a deal with us",
        ["events.deal.won"] = "closed deals",
        ["event.deal.paid"] = "{@your friend pays|you pay} for a deal, in whole or in part",
        ["events.deal.paid"] = "payments for deals",
        ["unit.points"] = "{0} {0#point|points}",
        ["unit.credits"] = "{0} {0#credit|credits}",
        ["unit.days"] = "{0} {0#day|days}",
        ["unit.months"] = "{0} {0#month|months}",
        ["unit.gb"] = "{0} GB",
        ["field.event.id"] = "its number",
        ["field.event.name"] = "its kind",
        ["field.line.sku"] = "its article number",
        ["field.line.quantity"] = "its quantity",
        ["field.line.amount"] = "its price",
    };
}
