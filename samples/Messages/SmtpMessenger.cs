using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Referrals.Messages;

namespace Messages;

/// <summary>Sends messages by SMTP. The id of a message is its <c>Message-ID</c>, so that a mail system that keeps them takes it once.</summary>
internal sealed class SmtpMessenger(MailServer server) : IReferralMessenger
{
    public async ValueTask<MessengerAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var mail = new MimeMessage { Subject = message.Content.Subject, MessageId = message.Id + "@shop.example" };
        mail.From.Add(new MailboxAddress("Lamp House", "hello@shop.example"));
        mail.To.Add(MailboxAddress.Parse(message.Address.Value));
        foreach (var (name, value) in message.Headers)
        {
            mail.Headers.Add(name, value);
        }

        mail.Body = new BodyBuilder { TextBody = message.Content.Text, HtmlBody = message.Content.Html }.ToMessageBody();
        using var client = new SmtpClient();

        // This server is on this machine; yours asks for TLS and a password.
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None, cancellationToken);
        try
        {
            await client.SendAsync(mail, cancellationToken);
        }
        catch (SmtpCommandException refusal) when (refusal is { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: >= (SmtpStatusCode)500 })
        {
            return MessengerAnswer.Refused("mailbox_unknown");
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
        return MessengerAnswer.Taken;
    }
}
