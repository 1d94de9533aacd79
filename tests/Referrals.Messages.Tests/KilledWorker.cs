using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Referrals.Events;
using Referrals.Messages.Choosing;
using Referrals.Messages.Tests.Storage;

namespace Referrals.Messages.Tests;

/// <summary>
/// What a worker does until it is killed: decide the next inputs, hand their events over, and send what is due. All of it again, until everything is
/// done. Its messenger writes a line for each message into a file that all workers share.
/// </summary>
internal static class KilledWorker
{
    /// <summary>The application of a worker, on a database that workers share; time runs.</summary>
    internal static ServiceProvider Services(string database, string connectionString, string mailbox, bool resend)
    {
        var services = new ServiceCollection();
        services.AddDbContext<MessagesDbContext>(options => _ = database == "sqlite" ? options.UseSqlite(connectionString) : options.UseNpgsql(connectionString));
        services.AddSingleton(new MailFile(mailbox));
        services.AddReferrals(r => r.AddProgram(MessageShop.Spring()))
            .UseEntityFrameworkCore<MessagesDbContext>(o => o.SqliteSurvivesPowerFailure = false)
            .PublishEventsTo<MessageEventHandler>(o =>
            {
                o.LeaseTime = TimeSpan.FromSeconds(2);
                o.FirstDelay = TimeSpan.FromMilliseconds(50);
                o.MaxAttempts = 1_000;
            })
            .AddMessages<MailFile.Messenger, Everybody>(o =>
            {
                o.Rules = MessageRules.Default with { QuietHours = null };
                o.ResendUnconfirmed = resend;
                o.Timeout = TimeSpan.FromSeconds(2);
                o.BatchSize = 16;
            })
            .StoreMessagesIn<MessagesDbContext>();
        return services.BuildServiceProvider();
    }

    /// <summary>Database, connection string, mailbox, whether to send again, first input, end of the inputs, and the process without which there is nothing to do any more.</summary>
    internal static async Task RunAsync(string[] args)
    {
        var (from, to) = (int.Parse(args[4], CultureInfo.InvariantCulture), int.Parse(args[5], CultureInfo.InvariantCulture));
        await using var services = Services(args[0], args[1], args[2], bool.Parse(args[3]));
        using var parent = System.Diagnostics.Process.GetProcessById(int.Parse(args[6], CultureInfo.InvariantCulture));
        for (var next = from; !parent.HasExited; next = Math.Min(next + 10, to))
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                var engine = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
                for (var i = next; i < Math.Min(next + 10, to); i++)
                {
                    await DecideAsync(engine, i);
                }

                _ = await engine.Events.DeliverAsync(scope.ServiceProvider.GetRequiredService<IReferralEventHandler>());
                var handled = await scope.ServiceProvider.GetRequiredService<ReferralMessages>().DeliverAsync();
                await Task.Delay(handled == 0 && next >= to ? 50 : 0);
            }
            catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException or DbUpdateException)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>One referral: a friend signed up and a reward is pending for the one, a reward is there for the other. Three messages.</summary>
    private static async Task DecideAsync(ReferralEngine engine, int i)
    {
        var (ann, bob) = (CustomerId.From($"a{i:00000}"), CustomerId.From($"b{i:00000}"));
        var code = await engine.EnrollAsync(Enrollment.Of(ann));
        _ = await engine.SignUpAsync(SignUp.Of(bob).WithCode(code.DisplayCode));
        _ = await engine.ConvertAsync(Conversion.Of(bob, $"o{i:00000}", "purchase", Amount.Of(80, "EUR")));
    }

    private sealed class Everybody : IMessageRecipients
    {
        public ValueTask<MessageRecipient?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken) =>
            ValueTask.FromResult<MessageRecipient?>(new MessageRecipient
            {
                Culture = "en",
                Addresses = [new MessageAddress(Channel.From("email"), $"{customer.Value}@example.com")],
            });
    }
}

/// <summary>A mailbox that outlives the workers: a line for each message that was handed over.</summary>
internal sealed class MailFile(string path)
{
    private readonly Lock _gate = new();

    /// <summary>Every line that was written whole.</summary>
    internal IReadOnlyList<string> Lines()
    {
        using var stream = Open(FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    internal sealed class Messenger(MailFile file) : IReferralMessenger
    {
        public async ValueTask<MessengerAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            file.Append($"{message.Id} {message.Kind} {message.Address.Value} {message.Attempt} {message.Content.Subject}\n");

            // A mailer takes its time after it has taken a message; that is when a process that dies leaves it open what came of it.
            await Task.Delay(5, cancellationToken);
            return MessengerAnswer.Taken;
        }
    }

    /// <summary>One write of a short line is whole, also if its process is killed. Two processes must not find the same end of the file.</summary>
    private void Append(string line)
    {
        lock (_gate)
        {
            using var stream = Open(FileMode.Append, FileAccess.Write, FileShare.None);
            stream.Write(Encoding.UTF8.GetBytes(line));
        }
    }

    /// <summary>Whoever writes has the file alone, so readers and other writers wait for a moment.</summary>
    private FileStream Open(FileMode mode, FileAccess access, FileShare share)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(path, mode, access, share, bufferSize: 0);
            }
            catch (IOException) when (tries < 2_000)
            {
                Thread.Sleep(1);
            }
        }
    }
}
