using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Messages;

/// <summary>A mail server for one sample: it takes what it gets, prints it, and keeps each Message-ID once.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HashSet<string> _known = [];
    private Task _running = Task.CompletedTask;

    /// <summary>The token of the last link to unsubscribe.</summary>
    public string? LastToken { get; private set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Start()
    {
        _listener.Start();
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await ServeAsync(client.GetStream());
        }
    }

    /// <summary>RFC 5321, as far as one client needs it.</summary>
    private async Task ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        await SayAsync(stream, "220 sample");
        while (await reader.ReadLineAsync() is { } command)
        {
            switch (command.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(stream, "250-sample\r\n250 8BITMIME");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    await TakeAsync(await ReadMailAsync(reader));
                    await SayAsync(stream, "250 taken");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private static async Task<byte[]> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            mail.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(mail.ToString());
    }

    private async Task TakeAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var mail = await MimeMessage.LoadAsync(stream);
        var link = mail.Headers["List-Unsubscribe"]!.Trim('<', '>');
        LastToken = link[(link.LastIndexOf('/') + 1)..];
        if (!_known.Add(mail.MessageId!))
        {
            return;
        }

        Console.WriteLine($"  mail to {mail.To}");
        Console.WriteLine($"    Subject: {mail.Subject}");
        foreach (var line in mail.TextBody!.Split("-- ")[0].ReplaceLineEndings("\n").Trim().Split('\n'))
        {
            Console.WriteLine($"    {line}".TrimEnd());
        }
    }

    private static async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
}
