namespace Referrals.Messages.Templates;

internal static partial class BuiltInTemplates
{
    internal const string English =
        """
        [greeting]
        Hello,

        [greeting.named]
        Hello {name},

        [footer]
        You are receiving this because you take part in {program}. To unsubscribe: {unsubscribe}

        [invitation.purchase]
        {offer}
        {greeting}

        Thank you for your order. Do you know somebody who would like it too? {offer}: just pass on your personal link.

        {link}

        [invitation.survey]
        Thank you, and a suggestion
        {greeting}

        Thank you for your good answer. If you would recommend us anyway, you can both have something from it. {offer}:
        this is your personal link.

        {link}

        [invitation.delivery]
        Has it arrived safely?
        {greeting}

        Your order has been delivered. If you are happy with it, tell your friends. {offer}: this is your personal link.

        {link}

        [thank_you]
        Thank you for recommending us
        {greeting}

        Thank you for passing on {program}. We will let you know as soon as a friend signs up. You can use your link as
        often as you like:

        {link}

        [friend.signed_up]
        A friend has signed up
        {greeting}

        Somebody has signed up through your recommendation. You have now referred {friends} {friends#friend|friends}. We
        will let you know as soon as you earn a reward.

        [reward.pending]
        {amount} for you on {day}
        {greeting}

        You have earned {amount} with {program}. It becomes available on {day}, unless the purchase is returned before then.

        [reward.in_review]
        {amount} is being checked
        {greeting}

        You have earned {amount} with {program}. We check it first and let you know as soon as it is available.

        [reward.earned]
        {amount} is yours
        {greeting}

        Your reward of {amount} from {program} is available now. Thank you for recommending us.

        [reward.taken_back]
        Your reward has changed
        {greeting}

        {amount} of your rewards from {program} was taken back. {reason}

        [reward.refused]
        This did not count
        {greeting}

        This is about your participation in {program}. {reason}

        If you believe that this is a mistake, just reply to us.

        [reward.expiring]
        {amount} expires soon
        {greeting}

        {amount} of your rewards from {program} can be used until {day} and expires after that.

        [tier.near]
        You have almost reached {tier}
        {greeting}

        You are at {reached} of {needed}: only {missing} more and you reach {tier} in {program}. Your link:

        {link}

        [payout.sent]
        We have sent you {amount}
        {greeting}

        Your payout of {amount} from {program} has been sent.

        [win_back]
        Your link is still waiting
        {greeting}

        We have not heard from you for a while. {offer}: your personal link still works.

        {link}
        """;
}
