using NodaTime;
using Referrals.Messages.Choosing;
using Referrals.Messages.Storage;

namespace Referrals.Messages.Delivery;

/// <summary>Reads what a decision about a message needs. It decides nothing.</summary>
internal sealed class MessageReading(ReferralEngine engine, IMessageRecipients recipients, MessageOptions options)
{
    private static readonly MessageKind[] OfRewards =
        [MessageKind.RewardPending, MessageKind.RewardInReview, MessageKind.RewardEarned, MessageKind.RewardExpiring];

    internal static ReferralEngine EngineOf(ReferralEngine engine, Partition partition) =>
        (partition.Tenant.IsDefault ? engine : engine.ForTenant(partition.Tenant)).ForProgram(partition.Program);

    /// <summary>Who gets it; <c>null</c> for somebody who was erased or cannot be written to.</summary>
    internal async ValueTask<(CustomerId Customer, MessageRecipient Recipient)?> RecipientAsync(
        ScheduledMessage message, CancellationToken cancellationToken)
    {
        var program = EngineOf(engine, message.Partition);
        return await program.Privacy.ResolvePersonAsync(message.Customer, cancellationToken).ConfigureAwait(false) is { } customer
            && await recipients.FindAsync(message.Partition.Tenant, customer, cancellationToken).ConfigureAwait(false) is { } recipient
                ? (customer, recipient)
                : null;
    }

    internal async ValueTask<MessageSituation> ReadAsync(
        ScheduledMessage message, MessagePerson person, Instant now, CancellationToken cancellationToken)
    {
        var program = EngineOf(engine, message.Partition);
        var found = await RecipientAsync(message, cancellationToken).ConfigureAwait(false);
        if (found is not var (customer, recipient))
        {
            return new MessageSituation { Content = MessageContent.Nothing(message.Kind, MessageCodes.UnknownPerson) };
        }

        var overview = await program.FindCustomerAsync(customer, cancellationToken).ConfigureAwait(false);
        var facts = new MessageFacts
        {
            Program = program.Program,
            Texts = options.Templates.TextsFor(recipient.Culture),
            Overview = overview,
            View = OfRewards.Contains(message.Kind)
                ? await program.GetParticipantAsync(customer, cancellationToken).ConfigureAwait(false) : null,
            Decision = message.Kind == MessageKind.RewardRefused || message.Kind == MessageKind.RewardTakenBack
                ? (await program.Operations.FindDecisionAsync(message.DecisionKey, cancellationToken).ConfigureAwait(false))?.Decision : null,
            Messages = person.Messages,
        };
        return new MessageSituation
        {
            Content = MessageContents.Of(message, facts, options.Rules, now),
            Recipient = recipient,
            ProgramZone = program.Program.Zone,
            Segment = overview?.Segment,
            IsBanned = overview?.Ban is not null,
            Unsubscribed = person.Unsubscribed,
            Told = [.. person.Messages.Where(static one => one is { IsTold: true, Topic: not null, DecidedAt: not null })
                .Select(static one => new ToldMessage(one.Kind, one.Topic!, one.DecidedAt!.Value))],
        };
    }
}
