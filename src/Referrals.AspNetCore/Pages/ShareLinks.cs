using Referrals.Sharing;

namespace Referrals.AspNetCore.Pages;

/// <summary>What a participant sends, and what has come of it.</summary>
internal static class ShareLinks
{
    /// <summary>The message for copying first, then that of each way to share which the host offers; each with its own link.</summary>
    internal static IEnumerable<(string Link, ShareMessage Message)> Of(Page page, WebCustomer customer, ReferrerCode code)
    {
        if (page.Program.Links is { } links)
        {
            foreach (var channel in page.Site.Options.Channels.Prepend(ShareChannels.Copy).Distinct())
            {
                var link = links.Build(code.Code, channel);
                yield return (link, MessagesOf(page).Render(channel, page.Format.Name, ValuesOf(page, customer, code, link)));
            }
        }
    }

    /// <summary>What a friend has brought in each unit, without what was taken back; nothing for nothing.</summary>
    internal static IEnumerable<Amount> Earned(Friend friend) => friend.Rewards.GroupBy(static reward => reward.Granted.Unit)
        .Select(static unit => unit.Aggregate(Amount.Zero(unit.Key), static (sum, reward) => sum + reward.Granted - reward.Reversed))
        .Where(static amount => !amount.IsZero);

    private static ShareMessages MessagesOf(Page page) =>
        page.Site.Options.Messages ?? (page.Reward(Side.Referee) is null ? ShareTexts.Plain : ShareTexts.WithReward);

    private static ShareValues ValuesOf(Page page, WebCustomer customer, ReferrerCode code, string link) => new(
        customer.FirstName ?? page.Texts.AFriend, page.ProductName, page.Reward(Side.Referee) ?? page.ProductName, code.DisplayCode, link);
}
