using NodaTime;

namespace Referrals.Messages;

/// <summary>Who a customer is for messages: the language, the zone, where to write to, and what they agreed to. Never stored by messages.</summary>
public sealed record MessageRecipient
{
    /// <summary>The culture, such as <c>de-AT</c>; one without templates gets the fallback.</summary>
    public required string Culture { get; init; }

    /// <summary>Where to write to, by channel, what the person prefers first.</summary>
    public required IReadOnlyList<MessageAddress> Addresses { get; init => field = [.. value ?? []]; }

    /// <summary>The person's time zone; <c>null</c> for that of the program.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>What the person is called in the greeting; <c>null</c> for no name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the person has agreed to promotions. Messages of service ask for no consent.</summary>
    /// <value>The default is <c>false</c>.</value>
    public bool AcceptsPromotions { get; init; }

    /// <summary>Whether two are the same.</summary>
    public bool Equals(MessageRecipient? other) => other is not null
        && (Culture, Name, AcceptsPromotions) == (other.Culture, other.Name, other.AcceptsPromotions)
        && Equals(Zone, other.Zone)
        && Addresses.SequenceEqual(other.Addresses);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Culture, Name, AcceptsPromotions, Addresses.Count);

    /// <summary>Says that it is a recipient, and nothing of the person, so that nobody is logged by accident.</summary>
    public override string ToString() => $"recipient ({Culture}, {Addresses.Count} addresses)";
}

/// <summary>Where to write to by a channel.</summary>
public sealed record MessageAddress
{
    /// <summary>Makes an address.</summary>
    /// <param name="channel">The channel, such as <c>email</c>, <c>sms</c> or <c>push</c>.</param>
    /// <param name="value">The address, as the application's messenger understands it.</param>
    /// <exception cref="ArgumentException">The channel is <c>default</c> or the address is blank.</exception>
    public MessageAddress(Channel channel, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Channel = channel.IsDefault ? throw new ArgumentException("An address needs a channel that is not default.", nameof(channel)) : channel;
        Value = value;
    }

    /// <summary>The channel.</summary>
    public Channel Channel { get; }

    /// <summary>The address.</summary>
    public string Value { get; }

    /// <summary>The channel, and nothing of the address.</summary>
    public override string ToString() => $"{Channel}:***";
}

/// <summary>Tells who customers are. An application implements it over its own accounts.</summary>
public interface IMessageRecipients
{
    /// <summary>Finds a person; called when a message is about to be sent, not before.</summary>
    /// <param name="tenant">The tenant; <c>default</c> for an application without.</param>
    /// <param name="customer">The person, as the application calls them.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>null</c> for somebody who cannot be written to.</returns>
    ValueTask<MessageRecipient?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken);
}
