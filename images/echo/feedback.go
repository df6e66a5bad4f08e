package main

import (
	"encoding/json"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// largestMessage leaves room above the 16 MiB that the seed's gRPC service accepts.
const largestMessage = 32 << 20

// healthCheck is answered as gRPC's own health service does: field 1, 1 for SERVING, 2 for NOT_SERVING.
const healthCheck = "/grpc.health.v1.Health/Check"

// newFeedback answers every other gRPC method, /feed.FeedBack/Echo among them: any message in, an answer as JSON out.
func newFeedback(settings settings, health *readiness) *grpc.Server {
	return grpc.NewServer(
		grpc.ForceServerCodec(rawCodec{}),
		grpc.MaxRecvMsgSize(largestMessage),
		grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
			var message []byte
			if err := stream.RecvMsg(&message); err != nil {
				return err
			}
			method, _ := grpc.MethodFromServerStream(stream)
			if method == healthCheck {
				status := []byte{0x08, 1}
				if health.leaving.Load() {
					status[1] = 2
				}
				return stream.SendMsg(&status)
			}
			time.Sleep(settings.delay)
			headers, _ := metadata.FromIncomingContext(stream.Context())
			if err := stream.SetHeader(metadata.Pairs("x-service", settings.service)); err != nil {
				return err
			}
			reply, err := json.Marshal(answer{
				Service: settings.service, Pod: settings.pod, Protocol: "gRPC", Method: "POST",
				Path: method, Headers: map[string][]string(headers), Bytes: int64(len(message)),
			})
			if err != nil {
				return err
			}
			return stream.SendMsg(&reply)
		}),
	)
}

// rawCodec passes messages through as bytes, so that no schema is needed on either side.
type rawCodec struct{}

func (rawCodec) Name() string { return "raw" }

func (rawCodec) Marshal(value any) ([]byte, error) {
	message, ok := value.(*[]byte)
	if !ok {
		return nil, fmt.Errorf("raw codec: %T is not *[]byte", value)
	}
	return *message, nil
}

func (rawCodec) Unmarshal(data []byte, value any) error {
	message, ok := value.(*[]byte)
	if !ok {
		return fmt.Errorf("raw codec: %T is not *[]byte", value)
	}
	*message = append((*message)[:0], data...)
	return nil
}
