using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Benchmarks.Server;

/// <summary>
/// One kept-alive connection. It reads just as much HTTP/1.1 as the measured clients write: a length-delimited body, no pipelining.
/// </summary>
internal sealed class PageConnection(Socket socket, PageServer server)
{
    private const string TallyPath = "GET /walks/";

    private readonly byte[] _input = new byte[16 * 1024];
    private readonly HashSet<string> _walks = [];

    /// <summary>Answers until the client closes the connection.</summary>
    public void Serve()
    {
        try
        {
            using (socket)
            {
                socket.NoDelay = true;
                while (Receive() is (int head, int length) && length > 0)
                {
                    Answer(_input.AsSpan(0, head), _input.AsSpan(head, length - head));
                }
            }
        }
        catch (SocketException)
        {
            // The client went away in the middle: a process that was done, or the read-ahead of a pipeline that stopped.
        }
    }

    /// <returns>Where the body begins and ends; an end of 0 when the client has closed the connection.</returns>
    private (int Head, int Length) Receive()
    {
        int length = 0;
        int head = 0;
        int expected = int.MaxValue;
        while (length < expected)
        {
            int read = socket.Receive(_input.AsSpan(length));
            if (read == 0)
            {
                return (0, 0);
            }

            length += read;
            if (head == 0 && _input.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is int end and >= 0)
            {
                head = end + 4;
                expected = head + ContentLength(_input.AsSpan(0, head));
            }
        }

        return (head, length);
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        const string Name = "\r\ncontent-length:";
        string text = Encoding.ASCII.GetString(head);
        int at = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return 0;
        }

        ReadOnlySpan<char> value = text.AsSpan(at + Name.Length);
        return int.Parse(value[..value.IndexOf('\r')].Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private void Answer(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (head.StartsWith("GET "u8))
        {
            SendTally(Encoding.ASCII.GetString(head));
        }
        else
        {
            SendPage(body);
        }
    }

    private void SendPage(ReadOnlySpan<byte> body)
    {
        (ListName list, int page) = ReadRequest(body);
        WalkTally tally = server.Tally(list.Walk);
        tally.OnRequest();
        if (_walks.Add(list.Walk))
        {
            tally.OnConnection();
        }

        if (list.Latency > 0)
        {
            Thread.Sleep(list.Latency);
        }

        PageTemplate template = server.TemplateFor(page);
        byte[] answer = ArrayPool<byte>.Shared.Rent(template.Length);
        template.Write(answer, list, page);
        Send(answer.AsSpan(0, template.Length));
        ArrayPool<byte>.Shared.Return(answer);
    }

    private static (ListName List, int Page) ReadRequest(ReadOnlySpan<byte> body)
    {
        string? handle = null;
        long? cursor = null;
        Utf8JsonReader reader = new(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            bool isHandle = reader.ValueTextEquals("handle"u8);
            bool isCursor = reader.ValueTextEquals("minTime"u8);
            reader.Read();
            handle = isHandle ? reader.GetString() : handle;
            cursor = isCursor ? reader.GetInt64() : cursor;
        }

        return (ListName.Parse(handle!), PageTemplate.PageOf(cursor));
    }

    private void SendTally(string head)
    {
        string walk = head[TallyPath.Length..head.IndexOf(' ', TallyPath.Length)];
        WalkTally tally = server.Tally(walk);
        string body = string.Create(CultureInfo.InvariantCulture, $"{tally.Requests} {tally.Connections}");
        Send(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}")));
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }
}
